// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Accrual} from "../../contracts/libraries/Accrual.sol";
import {VM, bound} from "../fixtures/Vm.sol";

contract AccrualTest {
    /// @dev Number of seconds that the model steps through one by one.
    uint256 private constant SPAN = 120;
    uint256 private constant MAX_PRICE = type(uint96).max;

    function testFuzz_owedIsWhatCountingSecondsTells(
        uint256 price,
        uint256 period,
        uint256 start,
        uint256 length,
        uint256 time
    ) external pure {
        price = bound(price, 0, MAX_PRICE);
        period = bound(period, 1, 40);
        start = bound(start, 1, type(uint40).max - SPAN);
        // One in four has no end.
        uint256 deadline = length % 4 == 0 ? 0 : start + 1 + ((length >> 2) % SPAN);
        time = start - 1 + (time % (SPAN + 2));
        uint256 expected = price * _count(period, start, deadline, time);
        VM.assertEq(Accrual.owed(price, period, start, deadline, time), expected, "owed");
    }

    function testFuzz_owedNeverFallsAndRisesByWholePrices(
        uint96 price,
        uint32 period,
        uint40 start,
        uint40 length,
        uint64 time,
        uint64 later
    ) external pure {
        (uint256 span, uint256 deadline) = _shape(period, start, length);
        uint256 before = Accrual.owed(price, span, start, deadline, time);
        uint256 next = Accrual.owed(price, span, start, deadline, uint256(time) + later);
        VM.assertLe(before, next, "owed fell");
        VM.assertEq(price == 0 ? next : (next - before) % price, 0, "a part of a price");
        if (deadline == 0) return;
        uint256 end = Accrual.owed(price, span, start, deadline, deadline);
        VM.assertLe(next, end, "more than at the end");
        VM.assertEq(Accrual.owed(price, span, start, deadline, deadline + later), end, "after the deadline");
    }

    function testFuzz_aStreamOwesEachSecondOnceItHasPassed(uint96 price, uint40 start, uint32 seconds_) external pure {
        VM.assertEq(Accrual.owed(price, 1, start, 0, start), 0, "at the start");
        uint256 time = uint256(start) + seconds_;
        VM.assertEq(Accrual.owed(price, 1, start, 0, time), uint256(price) * seconds_, "later");
        VM.assertEq(
            Accrual.owed(price, 1, start, time + 1, time + 1),
            uint256(price) * (uint256(seconds_) + 1),
            "at the end"
        );
    }

    function testFuzz_aSubscriptionOwesEachPeriodWhenItBegins(
        uint96 price,
        uint32 period,
        uint40 start,
        uint16 n
    ) external pure {
        uint256 span = bound(period, 2, type(uint32).max);
        uint256 from = bound(start, 1, type(uint40).max);
        uint256 border = from + span * (uint256(n) + 1);
        uint256 whole = uint256(price) * (uint256(n) + 1);
        VM.assertEq(Accrual.owed(price, span, from, 0, from - 1), 0, "before the start");
        VM.assertEq(Accrual.owed(price, span, from, 0, from), price, "at the start");
        VM.assertEq(Accrual.owed(price, span, from, 0, border - 1), whole, "before the border");
        VM.assertEq(Accrual.owed(price, span, from, 0, border), whole + price, "at the border");
        VM.assertEq(Accrual.owed(price, span, from, border, border - 1), whole, "before a deadline on the border");
        VM.assertEq(Accrual.owed(price, span, from, border, border), whole, "at a deadline on the border");
        VM.assertEq(Accrual.owed(price, span, from, border + 1, border), whole + price, "a second before it");
        VM.assertEq(Accrual.owed(price, span, from, border + 1, border + 1), whole + price, "at one after it");
    }

    function testFuzz_dueNeverExceedsWhatIsThere(uint256 owed, uint96 funded, uint256 paid) external pure {
        paid = bound(paid, 0, funded);
        uint256 due = Accrual.due(owed, funded, paid);
        VM.assertLe(paid + due, funded, "more than was funded");
        if (owed <= paid) VM.assertEq(due, 0, "paid already");
        else if (owed <= funded) VM.assertEq(paid + due, owed, "owed and funded");
        else VM.assertEq(paid + due, funded, "owed and not funded");
    }

    function testFuzz_dueOfWhatWasNeverFundedIsNothing(uint256 owed, uint256 paid) external pure {
        VM.assertEq(Accrual.due(owed, 0, paid), 0, "due");
    }

    function testFuzz_theFeeIsTheRateRoundedDown(uint96 amount, uint256 feeBps) external pure {
        feeBps = bound(feeBps, 0, 10_000);
        uint256 fee = Accrual.feeDown(amount, feeBps);
        VM.assertLe(fee, amount, "more than the amount");
        VM.assertLe(fee * 10_000, amount * feeBps, "above the rate");
        VM.assertLe(amount * feeBps, fee * 10_000 + 9_999, "a whole unit below the rate");
    }

    function testFuzz_splittingNeverRaisesTheFee(uint96 amount, uint256 part, uint256 feeBps) external pure {
        feeBps = bound(feeBps, 0, 10_000);
        part = bound(part, 0, amount);
        uint256 whole = Accrual.feeDown(amount, feeBps);
        uint256 parts = Accrual.feeDown(part, feeBps) + Accrual.feeDown(amount - part, feeBps);
        VM.assertLe(parts, whole, "more in two parts");
        VM.assertLe(whole, parts + 1, "more than one unit less in two parts");
    }

    /// @dev Steps from the start to the time. A stream counts a second when it has passed, a subscription a period when
    /// it begins.
    function _count(
        uint256 period,
        uint256 start,
        uint256 deadline,
        uint256 time
    ) private pure returns (uint256 count) {
        for (uint256 second = start; second <= time; ++second) {
            if (deadline != 0 && second >= deadline) break;
            if (period == 1 ? second < time : (second - start) % period == 0) ++count;
        }
    }

    /// @dev Returns a period and an end that the hub would accept. One in four has no end.
    function _shape(uint32 period, uint40 start, uint40 length) private pure returns (uint256 span, uint256 deadline) {
        span = period % 3 == 0 ? 1 : bound(period, 1, type(uint32).max);
        deadline = length % 4 == 0 ? 0 : uint256(start) + length;
    }
}
