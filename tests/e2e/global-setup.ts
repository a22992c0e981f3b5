import { buildExtension } from '../../scripts/build-extension';
import { acmeOrigins } from '../fakes/acme-hosts';

/** The extension under test is built once for all files. */
export default function setup(): void {
  buildExtension({ outDir: '.output/test', requiredOrigins: acmeOrigins });
}
