// nanotao: the Bittensor protocol, computed as the chain computes it.
export * as emission from './emission.js';
export * as epoch from './epoch.js';
export * as registration from './registration.js';
export * as timelock from './timelock.js';
export * from './extrinsic.js';
export * from './hashing.js';
export * from './items.js';
export {
  Keypair, decodeAddress, encodeAddress, entropyToMnemonic, mnemonicGenerate, mnemonicToEntropy, mnemonicToMiniSecret, multiAccountId,
  verifyMessage, type KeypairType,
} from './keys.js';
export { init, type WasmSource } from './memory.js';
export { NanotaoError, type AccountId, type Argument, type Bytes, type Text } from './values.js';
export {
  checkCommitRevealEnabled, checkSetWeights, checkVecMaxLimited, clipToMaxWeight, commitHash, conform, convertWeightsAndUidsForEmit,
  getNetuidAndSubid, mechanismStorageIndex, normalizeWeights, quantise, vecU16MaxUpscaleToU16, type Weights,
} from './weights.js';
export type * from './abi.js';
