import { followPromise, isPlainPromise } from '../results/watch-promise.ts';
import { recordWorkflowRun, type TrackedWorkflow } from './workflow-run.ts';

type Method = (...args: unknown[]) => unknown;

/** The methods through which every run of a workflow starts, and whether they resume a run. */
const runMethods: { readonly [name: string]: boolean } = {
  // All public methods of a run call one of these four.
  _start: false,
  _resume: true,
  _restart: true,
  _timeTravel: false,
  // The runs of the evented engine have these two instead.
  start: false,
  resume: true,
};

/** The methods of a workflow that create a run. The second one serves versions before 1.0. */
const createMethods = ['createRun', 'createRunAsync'];

const mark = Symbol.for('sentrial.trackedWorkflow');

/**
 * Records the runs that a workflow creates from now on. The workflow keeps its identity: its methods that create runs
 * are replaced by own properties.
 */
export function instrumentWorkflow(workflow: object, tracked: TrackedWorkflow): void {
  if (!markOnce(workflow)) return;
  for (const name of createMethods) {
    replaceMethod(
      workflow,
      name,
      (original) =>
        function createRun(this: unknown, ...args: unknown[]) {
          const created = original.apply(this, args);
          const track = (run: unknown) => instrumentRun(run, tracked);
          if (isPlainPromise(created)) followPromise(created, track, () => undefined, true);
          else track(created);
          return created;
        },
    );
  }
}

function instrumentRun(run: unknown, workflow: TrackedWorkflow): void {
  if (typeof run !== 'object' || run === null || !markOnce(run)) return;
  for (const [name, resumes] of Object.entries(runMethods)) {
    replaceMethod(
      run,
      name,
      (method) =>
        function recorded(this: object, ...args: unknown[]) {
          return recordWorkflowRun({ workflow, target: this, method, resumes, args });
        },
    );
  }
}

/** Marks an object. Returns false if it is marked already or refuses the mark. */
function markOnce(object: object): boolean {
  return !(mark in object) && Reflect.defineProperty(object, mark, { value: true });
}

/** Replaces a method of an object by an own property that is not enumerable. Leaves a frozen object unchanged. */
export function replaceMethod(owner: object, name: string, wrap: (original: Method) => Method): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') return;
  const value = wrap(original as Method);
  Object.defineProperties(value, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
  });
  Reflect.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: false });
}
