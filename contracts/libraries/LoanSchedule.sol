// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {LoanState} from "../types/Loan.sol";

/// @title LoanSchedule
/// @notice Interest, due dates and overdue amounts of a loan. Amounts are base units and times are seconds.
library LoanSchedule {
    /// @notice The unit of interest rates: a rate of `UNIT` per second would double the debt every second.
    uint256 internal constant UNIT = 1e18;

    /// @notice Adds the interest up to a time to the charges, rounded down.
    /// @dev Nothing accrues after `lapsesAt`.
    /// @param loan The loan, changed in memory.
    /// @param time Seconds since 1970, not before `accruedAt` unless the loan lapsed.
    function accrue(LoanState memory loan, uint256 time) internal pure {
        time = Math.min(time, loan.lapsesAt);
        if (time <= loan.accruedAt) return;
        uint256 late = 0;
        if (loan.due != 0) {
            uint256 lateFrom = Math.max(loan.accruedAt, finalDue(loan) + loan.grace);
            late = Math.saturatingSub(time, lateFrom);
        }
        uint256 regular = time - loan.accruedAt - late;
        loan.charges += uint112((loan.principal * (loan.rate * regular + loan.lateRate * late)) / UNIT);
        loan.accruedAt = uint40(time);
    }

    /// @notice Returns the last due date, for a loan that has one.
    function finalDue(LoanState memory loan) internal pure returns (uint256) {
        return loan.due + uint256(loan.period) * (loan.instalments - 1);
    }

    /// @notice Returns what is still to be repaid, interest up to `accruedAt` included.
    function owed(LoanState memory loan) internal pure returns (uint256) {
        return uint256(loan.principal) + loan.charges;
    }

    /// @notice Returns the part of what is owed whose due date and grace period have passed: the principal
    /// above what the remaining instalments cover, and with it all charges.
    /// @dev Without such principal nothing is overdue. Payments go to the charges first, so the charges accrued after
    /// the principal was paid down, and belong to the next due date.
    /// @param loan The loan, accrued up to `time`.
    /// @param time Seconds since 1970.
    function overdue(LoanState memory loan, uint256 time) internal pure returns (uint256) {
        if (loan.due == 0 || time <= uint256(loan.due) + loan.grace) return 0;
        uint256 passed = 1;
        if (loan.instalments > 1) {
            passed = Math.min(loan.instalments, (time - loan.due - loan.grace - 1) / loan.period + 1);
        }
        uint256 notYetDue = (uint256(loan.amount) * (loan.instalments - passed)) / loan.instalments;
        return loan.principal > notYetDue ? owed(loan) - notYetDue : 0;
    }

    /// @notice Deducts a payment: first from the charges, then from the principal.
    /// @param loan The loan, changed in memory.
    /// @param amount Base units, at most `owed`.
    function pay(LoanState memory loan, uint256 amount) internal pure {
        uint256 charges = Math.min(amount, loan.charges);
        loan.charges -= uint112(charges);
        loan.principal -= uint96(amount - charges);
    }
}
