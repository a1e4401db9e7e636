// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Accrual} from "contracts/libraries/Accrual.sol";

// Nobody deploys this. The steps are those of the hub on the money of one deal, with the amounts that it computes and the checks
// that it makes. That the packed word of `Escrow` does the same in its lanes is fuzzed, in test/properties/Escrow.t.sol.

/// @notice Escrow: paid <= funded < 2**96 after any number of openings, top-ups, payments, refunds, awards and cancellations.
contract LedgerProof {
    uint256 private constant LANE = 2 ** 96;

    bool private _opened;
    uint256 private _funded;
    uint256 private _paid;

    function open(uint256 amount) external {
        require(!_opened && amount < LANE);
        _opened = true;
        _funded = amount;
    }

    function topUp(uint256 amount) external {
        require(_opened && amount <= LANE - 1 - _funded);
        _funded += amount;
    }

    /// @dev `claim`, `release` and `releaseSigned`: of any total.
    function pay(uint256 total) external {
        require(_opened);
        _paid += Accrual.due(total, _funded, _paid);
    }

    function refund(uint256 amount) external {
        require(_opened && amount <= _funded - _paid);
        _funded -= amount;
    }

    /// @dev `resolve` and `cancel`: of any total.
    function split(uint256 total) external {
        require(_opened);
        uint256 toPayee = Accrual.due(total, _funded, _paid);
        _funded -= (_funded - _paid) - toPayee;
        _paid += toPayee;
        assert(_funded == _paid);
    }

    function prove() external view {
        assert(_paid <= _funded);
        assert(_funded < LANE);
    }
}
