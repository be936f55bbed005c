//! Which subnets run an epoch in a block.

use nanotao::emission::{
    Drained, Profile, SubnetSchedule as CoreSubnet, drain_schedules, epoch_cap_for_block,
    epochs_deferred_this_block, first_reveal_block,
};

use crate::epoch::input::{Schedule, profile};
use crate::fault::{Fault, status};
use crate::memory::{self, Place, Scratch, Sized32, apart, bounds, flag};
use crate::status::{NANOTAO_INVALID_LENGTH, NANOTAO_INVALID_STRUCT_SIZE, Status};

/// A subnet, as far as its epochs go.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct SubnetSchedule {
    /// With its own `struct_size`.
    pub schedule: Schedule,
    /// Whether it runs the Null consensus: 1 or 0.
    pub null_consensus: u32,
    /// 1; or 0 where the chain would find its keys or registrations inconsistent, and skip the epoch.
    pub input_state_consistent: u32,
}

/// What a block did to a subnet's epoch: one of the constants `NANOTAO_DRAINED_...`.
pub type DrainedKind = u8;
/// No epoch was due.
pub const NANOTAO_DRAINED_NOT_DUE: DrainedKind = 0;
/// Due, and put off to the next block.
pub const NANOTAO_DRAINED_DEFERRED: DrainedKind = 1;
/// Due, and skipped for its inconsistent state.
pub const NANOTAO_DRAINED_SKIPPED: DrainedKind = 2;
/// The epoch runs.
pub const NANOTAO_DRAINED_RUN: DrainedKind = 3;

impl SubnetSchedule {
    fn to_core(self) -> Result<CoreSubnet, Fault> {
        if self.schedule.struct_size != Schedule::STRUCT_SIZE {
            return Err(NANOTAO_INVALID_STRUCT_SIZE.into());
        }
        Ok(CoreSubnet {
            schedule: self.schedule.to_core()?,
            null_consensus: flag(self.null_consensus)?,
            input_state_consistent: flag(self.input_state_consistent)?,
        })
    }
}

/// The subnets as the core has them, and the rules that hold.
fn subnets<'a>(
    spec_version: u32,
    subnets: &[SubnetSchedule],
    scratch: &mut Scratch<'a>,
) -> Result<(Profile, &'a mut [CoreSubnet]), Fault> {
    let profile = profile(spec_version)?;
    subnets.iter().try_for_each(|subnet| subnet.to_core().map(|_| ()))?;
    let none = CoreSubnet {
        schedule: nanotao::schedule::Schedule::default(),
        null_consensus: false,
        input_state_consistent: false,
    };
    // Every subnet was read above.
    let list = scratch.list(subnets.iter().map(|subnet| subnet.to_core().unwrap_or(none)))?;
    Ok((profile, list))
}

/// Tells how many epochs a block runs at most (`epoch_cap_for_block` of spec 475).
///
/// - `spec_version`: in, 425 or 475.
/// - `subnets`, `len`: in, in the order of the chain.
/// - `max_epochs_per_block`: in, `MaxEpochsPerBlock`.
/// - `block`: in.
/// - `cap`: out.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
///
/// Returns `NANOTAO_OK`, `NANOTAO_UNKNOWN_RULES`, `NANOTAO_EPOCH_MEMORY`, `NANOTAO_OVERLAP` or `NANOTAO_INVALID_...`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_epoch_cap_for_block(
    spec_version: u32,
    subnets: *const SubnetSchedule,
    len: usize,
    max_epochs_per_block: u8,
    block: u64,
    cap: *mut u8,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        apart(&[bounds(memory, memory_len)], &[bounds(subnets, len)])?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (subnets, cap, mut scratch) =
            unsafe { (memory::slice(subnets, len)?, Place::new(cap)?, Scratch::new(memory, memory_len)?) };
        let (profile, subnets) = self::subnets(spec_version, subnets, &mut scratch)?;
        cap.set(epoch_cap_for_block(&profile, subnets, max_epochs_per_block, block));
        Ok(())
    })
}

/// Tells which subnets' epochs are due in a block and put off for its cap (`epochs_deferred_this_block`).
///
/// - `spec_version`, `subnets`, `len`, `max_epochs_per_block`, `block`: in, as for `nanotao_epoch_cap_for_block`.
/// - `deferred`: out, `len` elements, 1 or 0.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
///
/// Returns as `nanotao_epoch_cap_for_block`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_epochs_deferred_this_block(
    spec_version: u32,
    subnets: *const SubnetSchedule,
    len: usize,
    max_epochs_per_block: u8,
    block: u64,
    deferred: *mut u8,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        apart(&[bounds(memory, memory_len), bounds(deferred, len)], &[bounds(subnets, len)])?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (subnets, deferred, mut scratch) = unsafe {
            let (subnets, deferred) = (memory::slice(subnets, len)?, memory::slice_mut(deferred, len)?);
            (subnets, deferred, Scratch::new(memory, memory_len)?)
        };
        let (profile, subnets) = self::subnets(spec_version, subnets, &mut scratch)?;
        let core = epochs_deferred_this_block(&profile, subnets, max_epochs_per_block, block);
        deferred.iter_mut().zip(core).for_each(|(cell, deferred)| *cell = deferred.into());
        Ok(())
    })
}

/// Runs the schedules of a block (`drain_pending`): decides which subnets run an epoch and moves their schedules on.
///
/// - `spec_version`, `len`, `max_epochs_per_block`, `block`: in, as for `nanotao_epoch_cap_for_block`.
/// - `subnets`: in and out.
/// - `drained`: out, `len` elements, one of `NANOTAO_DRAINED_...` each.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
///
/// Returns as `nanotao_epoch_cap_for_block`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_drain_schedules(
    spec_version: u32,
    subnets: *mut SubnetSchedule,
    len: usize,
    max_epochs_per_block: u8,
    block: u64,
    drained: *mut DrainedKind,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        apart(&[bounds(memory, memory_len), bounds(drained, len), bounds(subnets, len)], &[])?;
        // SAFETY: the caller's promise, as the header states it; the lists are apart.
        let (subnets, drained, mut scratch) = unsafe {
            let (subnets, drained) = (memory::slice_mut(subnets, len)?, memory::slice_mut(drained, len)?);
            (subnets, drained, Scratch::new(memory, memory_len)?)
        };
        let (profile, core) = self::subnets(spec_version, subnets, &mut scratch)?;
        drain_schedules(&profile, core, max_epochs_per_block, block, |index, outcome| {
            if let Some(cell) = drained.get_mut(index) {
                *cell = match outcome {
                    Drained::NotDue => NANOTAO_DRAINED_NOT_DUE,
                    Drained::Deferred => NANOTAO_DRAINED_DEFERRED,
                    Drained::Skipped => NANOTAO_DRAINED_SKIPPED,
                    Drained::Run => NANOTAO_DRAINED_RUN,
                };
            }
        });
        for (subnet, core) in subnets.iter_mut().zip(core) {
            subnet.schedule.last_epoch_block = core.schedule.last_epoch_block;
            subnet.schedule.pending_epoch_at = core.schedule.pending_epoch_at;
            subnet.schedule.blocks_since_last_step = core.schedule.blocks_since_last_step;
            subnet.schedule.subnet_epoch_index = core.schedule.subnet_epoch_index;
        }
        Ok(())
    })
}

/// Tells the first block that reveals a commit, if nobody changes a schedule until then.
///
/// - `spec_version`, `subnets`, `len`, `max_epochs_per_block`: in, as for `nanotao_epoch_cap_for_block`.
/// - `index`: in, the subnet's place in the list.
/// - `commit_epoch`: in, the epoch of the commit.
/// - `reveal_period_epochs`: in, `RevealPeriodEpochs`.
/// - `block`, `blocks`: in, the first block to try and how many; each takes time.
/// - `reveals_in`: out; 0 if none of them does.
/// - `memory`, `memory_len`: working memory, in words of 64 bits; see `nanotao_emission_words`.
///
/// Returns as `nanotao_epoch_cap_for_block`; `NANOTAO_INVALID_LENGTH` if there is no such subnet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nanotao_first_reveal_block(
    spec_version: u32,
    subnets: *const SubnetSchedule,
    len: usize,
    max_epochs_per_block: u8,
    index: usize,
    commit_epoch: u64,
    reveal_period_epochs: u64,
    block: u64,
    blocks: u64,
    reveals_in: *mut u64,
    memory: *mut u64,
    memory_len: usize,
) -> Status {
    status(|| {
        apart(&[bounds(memory, memory_len)], &[bounds(subnets, len)])?;
        // SAFETY: the caller's promise, as the header states it; what is written is apart from what is read.
        let (subnets, place, mut scratch) = unsafe {
            (memory::slice(subnets, len)?, Place::new(reveals_in)?, Scratch::new(memory, memory_len)?)
        };
        if index >= len {
            return Err(NANOTAO_INVALID_LENGTH.into());
        }
        let (profile, subnets) = self::subnets(spec_version, subnets, &mut scratch)?;
        let found = first_reveal_block(
            &profile,
            subnets,
            max_epochs_per_block,
            index,
            commit_epoch,
            reveal_period_epochs,
            block,
            blocks,
        );
        place.set(found.unwrap_or(0));
        Ok(())
    })
}
