// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPaymentHub} from "../interfaces/IPaymentHub.sol";
import {Accrual} from "../libraries/Accrual.sol";
import {Deal, DealStatus} from "../types/Deal.sol";
import {Escrow} from "../types/Escrow.sol";
import {HubBase} from "./HubBase.sol";

/// @title Settlements
/// @notice Claims, refunds and cancellations: what becomes due over time, to the payee or back to the payer. See
/// `IPaymentHub`.
abstract contract Settlements is HubBase {
    /// @inheritdoc IPaymentHub
    function claim(Deal calldata deal) external {
        _send(deal.payee, _claim(0, deal));
    }

    /// @inheritdoc IPaymentHub
    function claimMany(Deal[] calldata deals) external {
        if (deals.length == 0) revert HubEmptyBatch();
        address payee = deals[0].payee;
        uint256 sum;
        for (uint256 i = 0; i < deals.length; ++i) {
            if (deals[i].payee != payee) _checkSamePayee(i, _dealId(deals[i]), deals[i].payee, payee);
            sum += _claim(i, deals[i]);
        }
        _send(payee, sum);
    }

    /// @inheritdoc IPaymentHub
    function refund(Deal calldata deal, uint256 amount) external {
        bytes32 id = _dealId(deal);
        Escrow escrow = _load(id);
        _checkLive(0, id, escrow);
        if (msg.sender != deal.payee) _checkAfter(0, id, _refundableAfter(id, deal, escrow));
        uint256 available = msg.sender == deal.payee ? escrow.left() : _unowed(deal, escrow);
        if (amount == ALL) amount = available;
        if (amount == 0 || amount > available) revert HubInvalidAmount(0, id, amount, available);
        _settle(id, deal, escrow.giveBack(amount));
        emit Refunded(id, deal.payer, amount);
        _send(deal.payer, amount);
    }

    /// @inheritdoc IPaymentHub
    function cancel(Deal calldata deal) external {
        bytes32 id = _dealId(deal);
        if (deal.terms.isOrder()) revert HubWrongKind(0, id, deal.terms);
        _checkCaller(id, msg.sender == deal.payer || msg.sender == deal.payee);
        Escrow escrow = _load(id);
        _checkStatus(id, escrow, DealStatus.Open);
        uint256 toPayee = _due(deal, escrow);
        uint256 toPayer = escrow.left() - toPayee;
        _store(id, escrow.giveBack(toPayer).pay(toPayee).withStatus(DealStatus.Closed));
        uint256 taken = _takeFee(toPayee, deal.terms.feeBps());
        emit Canceled(id, msg.sender, toPayee, toPayer, taken);
        _send(deal.payee, toPayee - taken);
        _send(deal.payer, toPayer);
    }

    /// @inheritdoc IPaymentHub
    function dueOf(Deal calldata deal) external view returns (uint256) {
        Escrow escrow = _load(_dealId(deal));
        if (!deal.terms.isOrder()) return escrow.status() == DealStatus.Open ? _due(deal, escrow) : 0;
        bool accepted = escrow.status() == DealStatus.Delivered && block.timestamp > _windowEnd(deal, escrow);
        return accepted ? escrow.left() : 0;
    }

    /// @inheritdoc IPaymentHub
    function refundableOf(Deal calldata deal, address caller) external view returns (uint256) {
        Escrow escrow = _load(_dealId(deal));
        if (caller == deal.payee) return escrow.left();
        return block.timestamp > _expiry(deal, escrow) ? _unowed(deal, escrow) : 0;
    }

    /// @return net Base units for the payee.
    function _claim(uint256 index, Deal calldata deal) private returns (uint256 net) {
        bytes32 id = _dealId(deal);
        Escrow escrow = _load(id);
        uint256 amount;
        if (deal.terms.isOrder()) {
            if (escrow.status() != DealStatus.Delivered) revert HubWrongStatus(index, id, escrow.status());
            _checkAfter(index, id, _windowEnd(deal, escrow));
            amount = escrow.left();
        } else {
            _checkLive(index, id, escrow);
            amount = _due(deal, escrow);
            if (amount == 0) revert HubNothingDue(index, id, escrow.paid());
        }
        _settle(id, deal, escrow.pay(amount));
        uint256 taken = _takeFee(amount, deal.terms.feeBps());
        emit Claimed(id, deal.payee, amount, taken);
        return amount - taken;
    }

    /// @dev Returns what a stream or subscription owes now, as far as it is funded and not yet paid.
    function _due(Deal calldata deal, Escrow escrow) private view returns (uint256) {
        return Accrual.due(_owedAt(deal.terms, block.timestamp), escrow.funded(), escrow.paid());
    }

    function _unowed(Deal calldata deal, Escrow escrow) private view returns (uint256) {
        return escrow.left() - (deal.terms.isOrder() ? 0 : _due(deal, escrow));
    }

    function _windowEnd(Deal calldata deal, Escrow escrow) private pure returns (uint256) {
        return escrow.markedAt() + deal.terms.window();
    }

    function _refundableAfter(bytes32 id, Deal calldata deal, Escrow escrow) private view returns (uint256 time) {
        time = _expiry(deal, escrow);
        // A delivered order is due to the payee, and a stream without a deadline must be canceled instead.
        if (time == NEVER) revert HubUnauthorized(0, id, msg.sender);
    }

    /// @dev Returns the last second in which the payer's money is locked, or `NEVER` if it stays locked.
    function _expiry(Deal calldata deal, Escrow escrow) private pure returns (uint256) {
        if (escrow.status() == DealStatus.Disputed) return escrow.markedAt() + ARBITRATION_PERIOD;
        return escrow.status() == DealStatus.Delivered || deal.terms.deadline() == 0 ? NEVER : deal.terms.deadline();
    }
}
