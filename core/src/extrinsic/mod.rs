//! extrinsic
