// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPaymentHub} from "../interfaces/IPaymentHub.sol";
import {Accrual} from "../libraries/Accrual.sol";
import {DealHash} from "../libraries/DealHash.sol";
import {Deal, DealStatus, Release} from "../types/Deal.sol";
import {Escrow} from "../types/Escrow.sol";
import {HubBase} from "./HubBase.sol";

/// @title Orders
/// @notice Delivery, release and dispute of orders. See `IPaymentHub`.
abstract contract Orders is HubBase {
    /// @inheritdoc IPaymentHub
    function deliver(Deal calldata deal, bytes32 proof) external {
        (bytes32 id, Escrow escrow) = _loadOrder(deal, deal.payee);
        _checkStatus(id, escrow, DealStatus.Open);
        _checkUntil(0, id, deal.terms.deadline());
        _mark(id, escrow, DealStatus.Delivered);
        emit Delivered(id, msg.sender, proof);
    }

    /// @inheritdoc IPaymentHub
    function release(Deal calldata deal, uint256 total) external {
        (bytes32 id, Escrow escrow) = _loadOrder(deal, deal.payer);
        _checkLive(0, id, escrow);
        _send(deal.payee, _release(0, id, deal, escrow, total));
    }

    /// @inheritdoc IPaymentHub
    function releaseSigned(Release[] calldata releases) external {
        if (releases.length == 0) revert HubEmptyBatch();
        address payee = releases[0].deal.payee;
        uint256 sum;
        for (uint256 i = 0; i < releases.length; ++i) {
            sum += _releaseSigned(i, releases[i], payee);
        }
        _send(payee, sum);
    }

    /// @inheritdoc IPaymentHub
    function dispute(Deal calldata deal, bytes32 reason) external {
        (bytes32 id, Escrow escrow) = _loadOrder(deal, deal.payer);
        _checkCaller(id, deal.arbiter != address(0));
        _checkStatus(id, escrow, DealStatus.Delivered);
        _checkUntil(0, id, escrow.markedAt() + deal.terms.window());
        _mark(id, escrow, DealStatus.Disputed);
        emit Disputed(id, msg.sender, reason);
    }

    /// @inheritdoc IPaymentHub
    function resolve(Deal calldata deal, uint256 total) external {
        (bytes32 id, Escrow escrow) = _loadOrder(deal, deal.arbiter);
        _checkStatus(id, escrow, DealStatus.Disputed);
        _checkUntil(0, id, escrow.markedAt() + ARBITRATION_PERIOD);
        uint256 toPayee = Accrual.due(total, escrow.funded(), escrow.paid());
        uint256 toPayer = escrow.left() - toPayee;
        _settle(id, deal, escrow.giveBack(toPayer).pay(toPayee));
        uint256 taken = _takeFee(toPayee, deal.terms.feeBps());
        emit Resolved(id, msg.sender, toPayee, toPayer, taken);
        _send(deal.payee, toPayee - taken);
        _send(deal.payer, toPayer);
    }

    /// @dev Loads an order after checking that the caller is the given party.
    function _loadOrder(Deal calldata deal, address party) private view returns (bytes32 id, Escrow escrow) {
        id = _dealId(deal);
        _checkOrder(0, id, deal);
        _checkCaller(id, msg.sender == party);
        escrow = _load(id);
    }

    function _mark(bytes32 id, Escrow escrow, DealStatus status) private {
        _store(id, escrow.mark(status, uint40(block.timestamp)));
    }

    function _releaseSigned(uint256 index, Release calldata signed, address payee) private returns (uint256 net) {
        Deal calldata deal = signed.deal;
        bytes32 id = _dealId(deal);
        _checkOrder(index, id, deal);
        _checkSamePayee(index, id, deal.payee, payee);
        Escrow escrow = _load(id);
        _checkLive(index, id, escrow);
        _checkSignature(index, id, deal.payer, DealHash.hashRelease(id, signed.total), signed.signature);
        return _release(index, id, deal, escrow, signed.total);
    }

    /// @dev The released amount is a total. A repeated release therefore never pays twice, and a refund of a part does
    /// not make a release fail.
    /// @return net Base units for the payee.
    function _release(
        uint256 index,
        bytes32 id,
        Deal calldata deal,
        Escrow escrow,
        uint256 total
    ) private returns (uint256 net) {
        uint256 amount = Accrual.due(total, escrow.funded(), escrow.paid());
        if (amount == 0) revert HubNothingDue(index, id, escrow.paid());
        _settle(id, deal, escrow.pay(amount));
        uint256 taken = _takeFee(amount, deal.terms.feeBps());
        emit Released(id, deal.payee, amount, taken);
        return amount - taken;
    }
}
