import { CALLS } from './calls.mjs';
import { CLIENTS } from './clients.mjs';
import { EMISSION } from './emission.mjs';
import { EPOCHS } from './epochs.mjs';
import { EXTRINSICS } from './extrinsics.mjs';
import { REGISTRATION } from './registration.mjs';
import { TIMELOCK } from './timelock.mjs';

/** File, section, and who judges a case of it. Sections of one file stand together. */
export const SECTIONS = [...CLIENTS, ...EMISSION, ...REGISTRATION, ...EXTRINSICS, ...CALLS, ...TIMELOCK, ...EPOCHS];
