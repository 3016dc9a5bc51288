import { buildDashboard } from '../../samples/support/build-dashboard.ts';

/** Runs once before all specs. */
export const setup = buildDashboard;
