import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const built = join(root, 'dist/dashboard/index.html');
const sources = ['lib/dashboard', 'lib/query', 'lib/model'].map((path) => join(root, path));

/** Builds the dashboard when it is missing or older than its sources. */
export async function buildDashboard(): Promise<void> {
  if (existsSync(built) && statSync(built).mtimeMs > Math.max(...sources.map(newestMs))) return;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--config', 'lib/dashboard/vite.config.ts', '--logLevel', 'warn'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error('The dashboard cannot be built. See the output above.');
}

const newestMs = (directory: string): number =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((newest, entry) => Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
