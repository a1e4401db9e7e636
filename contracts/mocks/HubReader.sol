// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IServiceCoin} from "../interfaces/IServiceCoin.sol";
import {PaymentHub} from "../PaymentHub.sol";
import {Deal, DealStatus} from "../types/Deal.sol";
import {Mandate, MandateState} from "../types/Mandate.sol";

/// @title HubReader
/// @notice Reads many values of the hub and the coin in one call, as plain words, for a long test that compares all of
/// them after each step.
contract HubReader {
    /// @notice The hub to read.
    PaymentHub public immutable hub;

    /// @dev The hub's coin.
    IServiceCoin private immutable _coin;

    constructor(PaymentHub hub_) {
        hub = hub_;
        _coin = hub_.coin();
    }

    /// @notice Returns the time, supply, fee and fees, then the balance of each account, four words per deal and three
    /// per mandate.
    function books(
        address[] calldata accounts,
        bytes32[] calldata deals,
        bytes32[] calldata mandates
    ) external view returns (uint256[] memory words) {
        words = new uint256[](4 + accounts.length + 4 * deals.length + 3 * mandates.length);
        (words[0], words[1], words[2], words[3]) = (block.timestamp, _coin.totalSupply(), hub.fee(), hub.fees());
        uint256 at = 4;
        for (uint256 i = 0; i < accounts.length; ++i) words[at + i] = _coin.balanceOf(accounts[i]);
        at += accounts.length;
        for (uint256 i = 0; i < deals.length; ++i) {
            DealStatus status;
            (words[at], words[at + 1], words[at + 2], status) = hub.escrowOf(deals[i]);
            words[at + 3] = uint256(status);
            at += 4;
        }
        for (uint256 i = 0; i < mandates.length; ++i) {
            MandateState memory state = hub.mandateState(mandates[i]);
            (words[at], words[at + 1], words[at + 2]) = (state.charged, state.period, uint256(state.status));
            at += 3;
        }
    }

    /// @notice Returns the time, then for each deal what is due and what the payee and anyone else could refund, then
    /// what can be charged under each mandate.
    /// @param anyone Account that is not a party.
    function limits(
        Deal[] calldata deals,
        Mandate[] calldata mandates,
        address anyone
    ) external view returns (uint256[] memory words) {
        words = new uint256[](1 + 3 * deals.length + mandates.length);
        words[0] = block.timestamp;
        uint256 at = 1;
        for (uint256 i = 0; i < deals.length; ++i) {
            words[at] = hub.dueOf(deals[i]);
            words[at + 1] = hub.refundableOf(deals[i], deals[i].payee);
            words[at + 2] = hub.refundableOf(deals[i], anyone);
            at += 3;
        }
        for (uint256 i = 0; i < mandates.length; ++i) words[at + i] = hub.chargeableOf(mandates[i]);
    }
}
