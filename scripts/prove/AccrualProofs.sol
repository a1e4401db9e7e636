// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Accrual} from "contracts/libraries/Accrual.sol";

// Each contract states one claim about all arguments within the bounds documented in `Accrual`. The contracts are not
// deployed.

/// @dev Bounds of the arguments of `Accrual.owed`.
abstract contract AccrualBounds {
    modifier bounded(uint256 price, uint256 period, uint256 start, uint256 deadline, uint256 time) {
        require(price < 2 ** 96);
        require(period >= 1 && period < 2 ** 32);
        require(start < 2 ** 40 && deadline < 2 ** 40);
        require(deadline == 0 || deadline > start);
        require(time < 2 ** 64);
        _;
    }
}

/// @notice Accrual.owed never overflows, underflows or divides by zero.
contract OwedArithmeticProof is AccrualBounds {
    function prove(
        uint256 price,
        uint256 period,
        uint256 start,
        uint256 deadline,
        uint256 time
    ) external pure bounded(price, period, start, deadline, time) {
        Accrual.owed(price, period, start, deadline, time);
    }
}

/// @notice Accrual.owed never decreases over time.
contract OwedMonotoneProof is AccrualBounds {
    function prove(
        uint256 price,
        uint256 period,
        uint256 start,
        uint256 deadline,
        uint256 time,
        uint256 later
    ) external pure bounded(price, period, start, deadline, time) {
        require(later >= time && later < 2 ** 64);
        uint256 before = Accrual.owed(price, period, start, deadline, time);
        assert(before <= Accrual.owed(price, period, start, deadline, later));
    }
}

/// @notice Accrual.owed does not grow after the deadline.
contract OwedCapProof is AccrualBounds {
    function prove(
        uint256 price,
        uint256 period,
        uint256 start,
        uint256 deadline,
        uint256 time
    ) external pure bounded(price, period, start, deadline, time) {
        require(deadline != 0 && time >= deadline);
        uint256 whole = Accrual.owed(price, period, start, deadline, deadline);
        assert(Accrual.owed(price, period, start, deadline, time) == whole);
    }
}

/// @notice Accrual.due never overflows and is at most funded - paid.
contract DueProof {
    function prove(uint256 total, uint256 funded, uint256 paid) external pure {
        require(paid <= funded);
        uint256 due = Accrual.due(total, funded, paid);
        assert(due <= funded - paid);
        // Paying it raises the paid amount to the funded part of the total, and never beyond.
        assert(due == 0 || paid + due == (total < funded ? total : funded));
        assert(due > 0 || paid >= total || paid >= funded);
    }
}

/// @notice Accrual.feeDown never overflows, is exact to less than one unit, and is at most 1% at the highest fee.
contract FeeProof {
    function prove(uint256 amount, uint256 feeBps) external pure {
        require(amount < 2 ** 96 && feeBps <= Accrual.BASIS);
        uint256 fee = Accrual.feeDown(amount, feeBps);
        assert(fee <= amount);
        assert(feeBps > 100 || fee <= amount / 100);
        assert(fee * Accrual.BASIS <= amount * feeBps);
        assert((fee + 1) * Accrual.BASIS > amount * feeBps);
    }
}
