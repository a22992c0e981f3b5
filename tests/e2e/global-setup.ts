import { buildExtension } from '../../scripts/build-extension';
import { acmeOrigins } from '../fakes/acme-hosts';
import { testBuildDir } from './test-build-dir';

/** The extension under test is built once for all files. */
export default function setup(): void {
  buildExtension({
    outDir: testBuildDir,
    requiredOrigins: [...acmeOrigins, 'http://models.acme.test/*', 'http://127.0.0.1/*'],
  });
}
