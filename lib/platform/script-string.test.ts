import { expect, it } from 'vitest';
import { stringInScript } from './script-string';

it.each<[string, string | null]>([
  ['{"path":"/sites/IT"}', '/sites/IT'],
  ['{path: "\\u002fsites\\u002fIT"}', '/sites/IT'],
  ["{path:'it\\'s',more:1}", "it's"],
  ['{"path":""}', ''],
  ['{"path":"a\\x2Fb\\n"}', 'a/b\n'],
  ['{"path":7}', null],
  ['{"path":null,"paths":"x"}', null],
  ['{"mypath":"x"}', null],
  ['{"other":"\\"path\\":\\"lie\\"","path":"true"}', 'true'],
  ['{"path":"cut', null],
  ['', null],
])('%s holds %j', (script, value) => {
  expect(stringInScript(script, 'path')).toBe(value);
});
