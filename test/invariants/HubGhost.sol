// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DealStatus} from "../../contracts/types/Deal.sol";
import {Mandate, MandateStatus} from "../../contracts/types/Mandate.sol";
import {PlainDeal} from "../fixtures/PlainDeal.sol";

/// @notice The model of a deal. Its sums never decrease.
/// @param came Base units paid in.
/// @param returned Base units refunded to the payer.
/// @param paid Base units paid to the payee, fees included.
/// @param fees Base units of `paid` that were fees.
struct Ghost {
    uint256 index;
    bytes32 id;
    PlainDeal deal;
    uint256 came;
    uint256 returned;
    uint256 paid;
    uint256 fees;
    uint256 markedAt;
    DealStatus status;
}

/// @notice The model of a mandate.
struct MandateGhost {
    uint256 index;
    bytes32 id;
    Mandate terms;
    MandateStatus status;
    uint256 lastPeriod;
    uint256 charged;
    uint256 fees;
}

using {isOrder, isLive, left, dueOf, dueAt, windowEnd, expiry, refundableAt} for Ghost global;

uint256 constant NEVER = type(uint256).max;

function isOrder(Ghost memory self) pure returns (bool) {
    return self.deal.isOrder();
}

function isLive(Ghost memory self) pure returns (bool) {
    return self.status != DealStatus.None && self.status != DealStatus.Closed;
}

function left(Ghost memory self) pure returns (uint256) {
    return self.came - self.returned - self.paid;
}

/// @dev Returns what is still missing to a total of payments, as far as it is funded.
function dueOf(Ghost memory self, uint256 total) pure returns (uint256) {
    if (total <= self.paid) return 0;
    return total - self.paid < self.left() ? total - self.paid : self.left();
}

/// @dev Returns what `claim` would take at a time.
function dueAt(Ghost memory self, uint256 time) pure returns (uint256) {
    if (!self.isLive()) return 0;
    if (self.isOrder()) return self.status == DealStatus.Delivered && time > self.windowEnd() ? self.left() : 0;
    return self.dueOf(self.deal.owedAt(time));
}

function windowEnd(Ghost memory self) pure returns (uint256) {
    return self.markedAt + self.deal.window;
}

/// @dev Returns the last second in which only the payee can refund.
function expiry(Ghost memory self) pure returns (uint256) {
    if (self.status == DealStatus.Disputed) return self.markedAt + 30 days;
    if (self.status == DealStatus.Delivered || self.deal.deadline == 0) return NEVER;
    return self.deal.deadline;
}

/// @dev Returns what a stranger could refund at a time.
function refundableAt(Ghost memory self, uint256 time) pure returns (uint256) {
    if (!self.isLive() || time <= self.expiry()) return 0;
    return self.left() - (self.isOrder() ? 0 : self.dueAt(time));
}
