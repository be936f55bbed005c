import { CALLS } from './calls.mjs';
import { CLIENTS } from './clients.mjs';
import { EMISSION } from './emission.mjs';
import { EPOCHS } from './epochs.mjs';
import { EXTRINSICS } from './extrinsics.mjs';
import { MAINNET } from './mainnet.mjs';
import { MATH } from './math.mjs';
import { MECHANISMS } from './mechanisms.mjs';
import { PROOFS } from './proofs.mjs';
import { REGISTRATION } from './registration.mjs';
import { SCHEDULES } from './schedules.mjs';
import { TIMELOCK } from './timelock.mjs';

/** File, section, and who judges a case of it. */
export const SECTIONS = [
  ...CLIENTS, ...EMISSION, ...SCHEDULES, ...MAINNET, ...REGISTRATION, ...EXTRINSICS, ...PROOFS, ...CALLS, ...TIMELOCK, ...EPOCHS,
  ...MECHANISMS, ...MATH,
];
