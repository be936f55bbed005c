//! Yuma consensus: what the chain computes at the end of each epoch.

pub mod input;

pub mod output;

pub mod run;

pub mod mechanism;

pub mod schedule;

pub mod math;
