// nanotao: the Bittensor protocol, computed as the chain computes it.
export * as emission from './emission.js';
export * as epoch from './epoch.js';
export * as fixed from './fixed.js';
export * as registration from './registration.js';
export * as timelock from './timelock.js';
export * from './extrinsic.js';
export * from './hashing.js';
export * from './items.js';
export {
  Keypair, chainCode, decodeAddress, encodeAddress, encodePayloadAddress, entropyToMnemonic, mnemonicGenerate, mnemonicToEntropy,
  mnemonicToMiniSecret, multiAccountId, verifyMessage, type KeypairType,
} from './keys.js';
export { init, type WasmSource } from './memory.js';
export { NanotaoError, bytes, hex, type AccountId, type Argument, type Bytes, type Text } from './values.js';
export {
  checkCommitRevealEnabled, checkLength, checkRateLimit, checkSetWeights, checkVecMaxLimited, checkVersionKey, clipToMaxWeight, commitHash,
  conform, convertWeightsAndUidsForEmit, getNetuidAndSubid, hasDuplicateUids, isSelfWeight, mechanismStorageIndex, normalizeWeights,
  quantise, vecU16MaxUpscaleToU16, type Weights,
} from './weights.js';
export type * from './abi.js';
