/** Where the build under test goes; two runs side by side name two places. */
export const testBuildDir = process.env.DESKSIDE_TEST_BUILD ?? '.output/test';
