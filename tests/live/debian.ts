import { existsSync } from 'node:fs';
import { runCommand } from './run-command';

export interface WantedPackages {
  /** A file that is there when the packages are. */
  readonly marker: string;
  /** As `apt-get install` takes them: a dash after a name keeps that package out (Apache, which PHP asks for). */
  readonly packages: readonly string[];
  /** Answers to the packages' questions, as `debconf-set-selections` takes them. */
  readonly preseed?: readonly string[];
}

/** Null when the packages are there, installed now where that is possible; otherwise why not. */
export async function ensurePackages({ marker, packages, preseed }: WantedPackages): Promise<string | null> {
  if (existsSync(marker)) return null;
  const missing = `${packages[0] ?? marker} is not installed`;
  if (process.getuid?.() !== 0) return `${missing}, and installing it needs root`;
  if (!existsSync('/usr/bin/apt-get')) return `${missing}, and there is no apt-get`;
  const steps: readonly Step[] = [
    ...(preseed ? [{ file: 'debconf-set-selections', args: [], input: `${preseed.join('\n')}\n` }] : []),
    { file: 'apt-get', args: ['update'] },
    { file: 'apt-get', args: [...patiently, 'install', '-y', '--no-install-recommends', ...packages] },
  ];
  for (const { file, args, input } of steps) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const { code, output } = await runCommand(file, args, { env, ...(input !== undefined && { input }) });
    if (code !== 0) return `${file} ${args.slice(-1).join('')} failed: ${lastLine(output)}`;
  }
  return existsSync(marker) ? null : `${missing}, though apt-get says so`;
}

interface Step {
  readonly file: string;
  readonly args: readonly string[];
  readonly input?: string;
}

/** Another test may be installing something at the same moment. */
const patiently = ['-o', 'DPkg::Lock::Timeout=300'];

/** Null when PHP runs from the command line with these extensions; otherwise what is missing. */
export async function missingInPhp(extensions: readonly string[]): Promise<string | null> {
  const { code, output } = await runCommand('php', ['-m']);
  if (code !== 0) return 'PHP is not installed';
  const loaded = new Set(output.toLowerCase().split(/\s+/));
  const absent = extensions.filter((name) => !loaded.has(name));
  return absent.length > 0 ? `PHP has no ${absent.join(', ')}` : null;
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}
