// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DealStatus} from "../types/Deal.sol";
import {Escrow, openedEscrow} from "../types/Escrow.sol";
import {Terms, toTerms} from "../types/Terms.sol";

/// @title HubTypesHarness
/// @notice Exposes the functions of `Terms` and `Escrow` to tests.
contract HubTypesHarness {
    /// @notice See `toTerms`.
    function pack(
        uint96 price,
        uint32 period,
        uint40 start,
        uint40 deadline,
        uint32 window,
        uint16 feeBps
    ) external pure returns (Terms) {
        return toTerms(price, period, start, deadline, window, feeBps);
    }

    /// @notice Returns all fields of the terms.
    function unpack(
        Terms terms
    )
        external
        pure
        returns (
            uint256 price,
            uint256 period,
            uint256 start,
            uint256 deadline,
            uint256 window,
            uint256 feeBps,
            bool isOrder
        )
    {
        price = terms.price();
        period = terms.period();
        start = terms.start();
        deadline = terms.deadline();
        window = terms.window();
        feeBps = terms.feeBps();
        isOrder = terms.isOrder();
    }

    /// @notice See `openedEscrow`.
    function opened(uint256 amount) external pure returns (Escrow) {
        return openedEscrow(amount);
    }

    /// @notice Returns all fields of the escrow.
    function read(
        Escrow escrow
    )
        external
        pure
        returns (
            uint256 funded,
            uint256 paid,
            uint256 left,
            uint256 room,
            uint256 markedAt,
            DealStatus status,
            bool isNone
        )
    {
        funded = escrow.funded();
        paid = escrow.paid();
        left = escrow.left();
        room = escrow.room();
        markedAt = escrow.markedAt();
        status = escrow.status();
        isNone = escrow.isNone();
    }

    /// @notice See `fund`.
    function fund(Escrow escrow, uint256 amount) external pure returns (Escrow) {
        return escrow.fund(amount);
    }

    /// @notice See `pay`.
    function pay(Escrow escrow, uint256 amount) external pure returns (Escrow) {
        return escrow.pay(amount);
    }

    /// @notice See `giveBack`.
    function giveBack(Escrow escrow, uint256 amount) external pure returns (Escrow) {
        return escrow.giveBack(amount);
    }

    /// @notice See `withStatus`.
    function withStatus(Escrow escrow, DealStatus next) external pure returns (Escrow) {
        return escrow.withStatus(next);
    }

    /// @notice See `mark`.
    function mark(Escrow escrow, DealStatus next, uint40 time) external pure returns (Escrow) {
        return escrow.mark(next, time);
    }
}
