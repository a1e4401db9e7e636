// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LoanSchedule} from "../../contracts/libraries/LoanSchedule.sol";
import {LoanState, LoanStatus} from "../../contracts/types/Loan.sol";
import {VM, bound} from "../fixtures/Vm.sol";

contract LoanScheduleTest {
    using LoanSchedule for LoanState;

    uint256 private constant START = 1_800_000_000;
    /// @dev The limits of `Credit`.
    uint256 private constant MAX_RATE = 31_709_791_983;
    uint256 private constant MAX_GRACE = 90 days;
    uint256 private constant MAX_TERM = 5 * 365 days;
    uint256 private constant COLLECTION_PERIOD = 2 * 365 days;
    uint256 private constant MAX_CHARGE_BPS = 3_000;

    /// @dev What a loan is made of, so that the fuzzer chooses it whole.
    struct Terms {
        uint96 amount;
        uint96 charge;
        uint40 rate;
        uint40 lateRate;
        uint40 due;
        uint32 period;
        uint16 instalments;
        uint32 grace;
    }

    function testFuzz_accruingInTwoStepsLosesAtMostOneUnit(Terms calldata terms, uint40 one, uint40 two) external pure {
        (uint256 time, uint256 later) = _twoTimes(one, two);
        LoanState memory whole = _loan(terms);
        LoanState memory parts = _loan(terms);
        whole.accrue(later);
        parts.accrue(time);
        parts.accrue(later);
        VM.assertLe(parts.charges, whole.charges, "more in two steps");
        VM.assertLe(whole.charges, uint256(parts.charges) + 1, "more than one unit less in two steps");
        VM.assertEq(parts.accruedAt, whole.accruedAt, "accruedAt");
        VM.assertEq(parts.principal, whole.principal, "principal");
    }

    function testFuzz_interestIsThatOfEachSecondRoundedDown(
        Terms calldata terms,
        uint40 one,
        uint8 span
    ) external pure {
        LoanState memory loan = _loan(terms);
        uint256 time = START + (one % (MAX_TERM + COLLECTION_PERIOD));
        loan.accrue(time);
        uint256 before = loan.charges;
        uint256 from = loan.accruedAt;
        uint256 rates = 0;
        for (uint256 second = from + 1; second <= from + span && second <= loan.lapsesAt; ++second) {
            bool late = loan.due != 0 && second > loan.finalDue() + loan.grace;
            rates += late ? loan.lateRate : loan.rate;
        }
        loan.accrue(from + span);
        VM.assertEq(loan.charges - before, (uint256(loan.principal) * rates) / 1e18, "interest");
    }

    function testFuzz_interestStopsWhenTheLoanLapses(Terms calldata terms, uint40 more) external pure {
        LoanState memory loan = _loan(terms);
        LoanState memory longer = _loan(terms);
        loan.accrue(loan.lapsesAt);
        longer.accrue(uint256(loan.lapsesAt) + more);
        VM.assertEq(longer.charges, loan.charges, "charges");
        VM.assertEq(longer.accruedAt, loan.lapsesAt, "accruedAt");
    }

    /// @dev The most that a loan within the limits of `Credit` can owe fits by far.
    function testFuzz_theLargestLoanOverflowsNothing(uint96 amount, uint16 instalments) external pure {
        uint256 principal = bound(amount, type(uint96).max - 1e9, type(uint96).max);
        LoanState memory loan = _loan(
            Terms({
                amount: uint96(principal),
                charge: uint96((principal * MAX_CHARGE_BPS) / 10_000),
                rate: uint40(MAX_RATE),
                lateRate: uint40(MAX_RATE),
                due: uint40(MAX_TERM - 1),
                period: type(uint32).max,
                instalments: instalments,
                grace: uint32(MAX_GRACE)
            })
        );
        loan.accrue(loan.lapsesAt);
        VM.assertLe(loan.owed(), principal * 9, "owed");
        VM.assertEq(loan.overdue(loan.lapsesAt), loan.owed(), "overdue");
    }

    function testFuzz_overdueIsPartOfWhatIsOwedAndNeverFalls(
        Terms calldata terms,
        uint96 paid,
        uint40 one,
        uint40 two
    ) external pure {
        (uint256 time, uint256 later) = _twoTimes(one, two);
        LoanState memory loan = _loan(terms);
        loan.accrue(time);
        loan.pay(bound(paid, 0, loan.owed()));
        (uint256 owed, uint256 overdue) = (loan.owed(), loan.overdue(time));
        VM.assertLe(overdue, owed, "overdue now");
        loan.accrue(later);
        VM.assertLe(owed, loan.owed(), "owed fell");
        VM.assertLe(overdue, loan.overdue(later), "overdue fell");
        VM.assertLe(loan.overdue(later), loan.owed(), "overdue later");
    }

    function testFuzz_nothingIsOverdueUntilTheGracePeriodEnds(Terms calldata terms, uint40 one) external pure {
        LoanState memory loan = _loan(terms);
        uint256 end = loan.due == 0 ? loan.lapsesAt : uint256(loan.due) + loan.grace;
        uint256 time = START + (one % (end - START + 1));
        loan.accrue(time);
        VM.assertEq(loan.overdue(time), 0, "before the end");
        loan.accrue(end + 1);
        if (loan.due == 0) VM.assertEq(loan.overdue(end + 1), 0, "without a due date");
        else VM.assertLe(uint256(loan.charges), loan.overdue(end + 1), "a second later");
    }

    function testFuzz_everythingIsOverdueAfterTheLastDate(
        Terms calldata terms,
        uint96 paid,
        uint40 more
    ) external pure {
        LoanState memory loan = _loan(terms);
        if (loan.due == 0) return;
        uint256 time = loan.finalDue() + loan.grace + 1 + more;
        loan.accrue(time);
        loan.pay(bound(paid, 0, loan.owed()));
        VM.assertEq(loan.overdue(time), loan.owed(), "overdue");
    }

    /// @dev A borrower who pays what is overdue after each date has repaid exactly the principal and all charges.
    function testFuzz_instalmentsSumExactly(Terms calldata terms) external pure {
        Terms memory some = terms;
        some.instalments = uint16(1 + (terms.instalments % 24));
        some.due = terms.due | 1;
        LoanState memory loan = _loan(some);
        uint256 sum = 0;
        uint256 before = loan.amount;
        for (uint256 i = 0; i < loan.instalments; ++i) {
            uint256 time = loan.due + uint256(loan.period) * i + loan.grace + 1;
            loan.accrue(time);
            uint256 overdue = loan.overdue(time);
            loan.pay(overdue);
            VM.assertEq(loan.charges, 0, "charges left");
            uint256 part = before - loan.principal;
            uint256 equal = loan.amount / loan.instalments;
            VM.assertLe(equal, part, "less than an equal part");
            VM.assertLe(part, equal + 1, "more than an equal part");
            before = loan.principal;
            sum += part;
            VM.assertEq(loan.overdue(time), 0, "overdue after paying");
        }
        VM.assertEq(sum, loan.amount, "sum of the parts");
        VM.assertEq(loan.owed(), 0, "owed");
    }

    function testFuzz_aPaymentReducesChargesFirst(Terms calldata terms, uint96 paid, uint40 one) external pure {
        LoanState memory loan = _loan(terms);
        loan.accrue(START + (one % MAX_TERM));
        (uint256 owed, uint256 charges) = (loan.owed(), loan.charges);
        uint256 amount = bound(paid, 0, owed);
        loan.pay(amount);
        VM.assertEq(loan.owed(), owed - amount, "owed");
        VM.assertEq(loan.charges, amount < charges ? charges - amount : 0, "charges");
    }

    /// @dev Returns a loan that `Credit` accepts. One in eight has no due date.
    function _loan(Terms memory terms) private pure returns (LoanState memory loan) {
        loan.status = LoanStatus.Active;
        loan.accruedAt = uint40(START);
        loan.amount = uint96(bound(terms.amount, 1, type(uint96).max));
        loan.principal = loan.amount;
        loan.charges = uint112(bound(terms.charge, 0, (uint256(loan.amount) * MAX_CHARGE_BPS) / 10_000));
        loan.lateRate = uint40(bound(terms.lateRate, 0, MAX_RATE));
        loan.rate = uint40(bound(terms.rate, 0, loan.lateRate));
        uint256 last = START + MAX_TERM;
        if (terms.due % 8 != 0) {
            loan.due = uint40(START + bound(terms.due, 1, MAX_TERM));
            loan.grace = uint32(bound(terms.grace, 0, MAX_GRACE));
            loan.instalments = uint16(bound(terms.instalments, 1, type(uint16).max));
            uint256 longest = loan.instalments == 1 ? 0 : (last - loan.due) / (loan.instalments - 1);
            if (longest == 0) loan.instalments = 1;
            else loan.period = uint32(bound(terms.period, 1, longest));
            last = loan.finalDue();
        }
        loan.lapsesAt = uint40(last + COLLECTION_PERIOD);
    }

    function _twoTimes(uint40 one, uint40 two) private pure returns (uint256 time, uint256 later) {
        uint256 span = MAX_TERM + COLLECTION_PERIOD + 30 days;
        time = START + (one % span);
        later = time + (two % span);
    }
}
