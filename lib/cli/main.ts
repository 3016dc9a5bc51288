#!/usr/bin/env node

const needed = [22, 16] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `The collector and the sentrial command need Node.js ${needed.join('.')} or newer. This is Node.js ${process.versions.node}.\n`,
  );
  process.exitCode = 1;
} else {
  // A reader such as `head` closes the pipe when it has enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  // Imported here, because an older Node.js cannot load what the commands import.
  const { runCommand } = await import('./commands.ts');
  process.exitCode = await runCommand(process.argv.slice(2));
}
