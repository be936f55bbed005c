// The vectors through JavaScript: `node vectors.mjs DIR`. Prints "FILE SECTION PASSED FAILED" for each section.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { init } from 'nanotao';
import { SECTIONS } from './vectors/sections.mjs';

await init();
const folder = process.argv[2];
/** JSON whose large numbers stay what they are: as texts, like those that the files write as texts. */
const parse = (text) => JSON.parse(text.replace(/([[:,]\s*)(-?\d{16,})(?=\s*[,\]}])/g, '$1"$2"'));
/** The elements of a list, or the values of an object of objects; any other object is one case, and `*` the whole file. */
function cases(whole, name) {
  const section = name === '*' ? whole : whole[name];
  if (Array.isArray(section)) return section;
  const values = Object.values(section);
  return name !== '*' && values.every((value) => typeof value === 'object') ? values : [section];
}
const texts = new Map();
let failures = 0;
for (const [file, section, judge] of SECTIONS) {
  if (!texts.has(file)) {
    texts.clear();
    texts.set(file, parse(readFileSync(join(folder, file), 'utf8')));
  }
  const verdicts = cases(texts.get(file), section).map((one) => {
    try {
      return judge(one, texts.get(file));
    } catch (error) {
      return error;
    }
  });
  const failed = verdicts.flatMap((verdict, index) => (verdict === true ? [] : [[index, verdict]]));
  for (const [index, why] of failed.slice(0, 5)) console.error(`FAIL ${file} ${section}[${index}] ${why === false ? '' : why.stack}`);
  console.log(file, section, verdicts.length - failed.length, failed.length);
  failures += failed.length;
}
process.exitCode = failures === 0 ? 0 : 1;
