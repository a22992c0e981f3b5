import { buildExtension } from './build-extension';

/**
 * The build for companies that host models with libraries of their own: it runs a library that did not come with the
 * extension where policy names its SHA-256. Not for the store, which forbids code from elsewhere.
 */
const folder = buildExtension({ outDir: '.output/enterprise', requiredOrigins: [], isEnterprise: true });
console.log(`Built into ${folder}`);
