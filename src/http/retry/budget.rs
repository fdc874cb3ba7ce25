//! The budget of retries.

use std::sync::{Mutex, PoisonError};

/// The retries that a service's requests have left.
#[derive(Debug)]
pub(crate) struct Budget {
    capacity: u32,
    left: Mutex<u32>,
}

impl Budget {
    /// The cost of a retry; a success without retries refunds 1.
    const RETRY: u32 = 5;

    pub fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(Self::RETRY);
        Self {
            capacity,
            left: Mutex::new(capacity),
        }
    }

    /// Takes a retry. Returns whether one was left.
    pub fn take(&self) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = left.checked_sub(Self::RETRY);
        *left = rest.unwrap_or(*left);
        rest.is_some()
    }

    /// Refunds the retries of a request that succeeded.
    pub fn refund(&self, retries: u32) {
        let refund = retries.saturating_mul(Self::RETRY).max(1);
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = left.saturating_add(refund).min(self.capacity);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn success_refills_an_empty_budget() {
        let budget = Budget::new(2);
        assert!(budget.take() && budget.take());
        assert!(!budget.take());
        for _ in 0..Budget::RETRY {
            assert!(!budget.take());
            budget.refund(0);
        }
        assert!(budget.take());
        budget.refund(1);
        assert!(budget.take());
        (0..100).for_each(|_| budget.refund(3));
        assert!(budget.take() && budget.take() && !budget.take());
    }
}
