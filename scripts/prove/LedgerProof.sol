// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Accrual} from "contracts/libraries/Accrual.sol";

// This contract is not deployed. Its functions are the steps of the hub on the money of one deal, with the same amounts
// and checks. A fuzz test (test/properties/Escrow.t.sol) checks that the packed word of `Escrow` behaves the same.

/// @notice Escrow: paid <= funded < 2**96 after any openings, top-ups, payments, refunds, awards and cancellations.
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

    /// @dev `claim`, `release` and `releaseSigned`, for any total.
    function pay(uint256 total) external {
        require(_opened);
        _paid += Accrual.due(total, _funded, _paid);
    }

    function refund(uint256 amount) external {
        require(_opened && amount <= _funded - _paid);
        _funded -= amount;
    }

    /// @dev `resolve` and `cancel`, for any total.
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
