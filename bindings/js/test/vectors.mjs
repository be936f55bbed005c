// The vectors through JavaScript: `node vectors.mjs TABLES [NAME PATH]...`, each file with the name that the index has for it.
// Prints "PATH SECTION PASSED FAILED" for each section.
import { readFileSync } from 'node:fs';
import { init } from 'nanotao';
import { SECTIONS } from './vectors/sections.mjs';

await init();
const [folder, ...files] = process.argv.slice(2);
/** JSON whose large numbers stay what they are: as texts, like those that the files write as texts. */
const parse = (text) => JSON.parse(text.replace(/([[:,]\s*)(-?\d{16,})(?=\s*[,\]}])/g, '$1"$2"'));
const read = (path) => parse(readFileSync(path, 'utf8'));
/** What the judges of all languages go by. */
const tables = { exceptions: read(`${folder}/exceptions.json`), refusals: read(`${folder}/refusals.json`) };

const isObject = (value) => typeof value === 'object' && value !== null;

/**
 * The elements of a list, or the cases that an element has of the function that it names; or the values of an object of objects.
 * Any other is one case, and `*` the whole file.
 */
function cases(whole, name) {
  const section = name === '*' ? whole : whole[name];
  const named = ({ cases: of, fn }) => of.map((each) => (isObject(each) ? { ...each, fn } : each));
  if (Array.isArray(section)) return section.flatMap((one) => (Array.isArray(one?.cases) ? named(one) : [one]));
  const values = isObject(section) ? Object.values(section) : [section];
  return name !== '*' && values.every(isObject) ? values : [section];
}

/** Whether a case holds; or what is wrong with it. What is no case does not. */
function judged(judge, one, whole) {
  if (!isObject(one)) return false;
  try {
    return judge(one, whole, tables);
  } catch (error) {
    return error;
  }
}

let failures = 0;
for (let at = 0; at + 1 < files.length; at += 2) {
  const [name, path] = [files[at], files[at + 1]];
  const whole = read(path);
  for (const [file, section, judge] of SECTIONS) {
    if (file !== name || (section !== '*' && !(isObject(whole) && section in whole))) continue;
    const verdicts = cases(whole, section).map((one) => judged(judge, one, whole));
    const failed = verdicts.flatMap((verdict, index) => (verdict === true ? [] : [[index, verdict]]));
    for (const [index, why] of failed.slice(0, 5)) console.error(`FAIL ${path} ${section}[${index}] ${why === false ? '' : why?.stack}`);
    console.log(path, section, verdicts.length - failed.length, failed.length);
    failures += failed.length;
  }
}
process.exitCode = failures === 0 ? 0 : 1;
