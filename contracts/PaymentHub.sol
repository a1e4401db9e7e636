// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1363Receiver} from "@openzeppelin/contracts/interfaces/IERC1363Receiver.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Mandates} from "./hub/Mandates.sol";
import {Orders} from "./hub/Orders.sol";
import {Settlements} from "./hub/Settlements.sol";
import {HubBase} from "./hub/HubBase.sol";
import {IPaymentHub} from "./interfaces/IPaymentHub.sol";
import {IServiceCoin} from "./interfaces/IServiceCoin.sol";
import {DealHash} from "./libraries/DealHash.sol";
import {Deal, DealStatus, Opening} from "./types/Deal.sol";
import {Escrow, openedEscrow} from "./types/Escrow.sol";
import {Terms} from "./types/Terms.sol";

/// @title PaymentHub
/// @notice Orders, streams, subscriptions and mandates in SCV. See `IPaymentHub`.
/// @dev This file contains the functions that open deals, the fee administration and the views. The rest is in `hub/`.
contract PaymentHub is Orders, Settlements, Mandates {
    using DealHash for Deal;

    /// @dev Length of an ABI-encoded deal: five words.
    uint256 private constant DEAL_LENGTH = 160;

    /// @param dao Owner of the hub, which sets the fee.
    /// @param coin_ ServiceCoin.
    /// @param treasury_ Account that receives the fees.
    constructor(address dao, IServiceCoin coin_, address treasury_) HubBase(dao, coin_, treasury_) {}

    // Opening

    /// @inheritdoc IPaymentHub
    function open(Deal calldata deal, uint256 amount, bytes calldata quote) external returns (bytes32 id) {
        id = _open(0, deal, amount, msg.sender, quote);
        // SCV never returns false: it reverts. The same holds for every transfer in the hub.
        coin.transferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IPaymentHub
    function openMany(Opening[] calldata openings) external {
        if (openings.length == 0) revert HubEmptyBatch();
        uint256 sum;
        for (uint256 i = 0; i < openings.length; ++i) {
            _open(i, openings[i].deal, openings[i].amount, msg.sender, openings[i].quote);
            sum += openings[i].amount;
        }
        coin.transferFrom(msg.sender, address(this), sum);
    }

    /// @notice Opens or tops up a deal with coins sent by `transferAndCall` or `transferFromAndCall` (ERC-1363),
    /// without an allowance for the hub.
    /// @dev Emits `Opened` or `ToppedUp`.
    ///
    /// Requirements, besides those of `open`:
    /// - The caller must be SCV (`HubWrongToken`).
    /// - The data must contain a deal (`HubInvalidData`).
    ///
    /// Warning: refunds go to the payer named in the deal, not to `from`.
    /// @param from Account whose coins were sent.
    /// @param value Base units sent.
    /// @param data `abi.encode(deal)`, followed by the payee's quote if there is one.
    /// @inheritdoc IERC1363Receiver
    function onTransferReceived(address, address from, uint256 value, bytes calldata data) external returns (bytes4) {
        if (msg.sender != address(coin)) revert HubWrongToken(msg.sender);
        if (data.length < DEAL_LENGTH) revert HubInvalidData(data.length);
        Deal calldata deal;
        bytes calldata quote;
        // Point into calldata: decoding would copy both to memory.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            deal := data.offset
            quote.offset := add(data.offset, DEAL_LENGTH)
            quote.length := sub(data.length, DEAL_LENGTH)
        }
        _open(0, deal, value, from, quote);
        return IERC1363Receiver.onTransferReceived.selector;
    }

    /// @inheritdoc IPaymentHub
    function openWithAuthorization(
        Deal calldata deal,
        uint256 amount,
        uint256 validBefore,
        bytes calldata signature
    ) external returns (bytes32 id) {
        address payer = deal.payer;
        id = _open(0, deal, amount, payer, _noQuote());
        coin.receiveWithAuthorization(payer, address(this), amount, 0, validBefore, id, signature);
    }

    /// @inheritdoc IPaymentHub
    function openSigned(Deal calldata deal, bytes calldata signature) external returns (bytes32 id) {
        // Check that the signature was not used before.
        id = _dealId(deal);
        Escrow escrow = _load(id);
        if (escrow.markedAt() != 0) revert HubWrongStatus(0, id, escrow.status());

        // Compute the amount: the price of an order, or what a stream or subscription still lacks.
        uint256 amount = deal.terms.price();
        if (!deal.terms.isOrder()) {
            if (deal.terms.deadline() == 0) _revertTerms(0, id, deal);
            amount = Math.saturatingSub(_owedAt(deal.terms, deal.terms.deadline()), escrow.funded());
        }

        _open(0, deal, amount, deal.payer, _noQuote());
        _checkStart(0, id, deal.terms);
        _checkSignature(0, id, deal.payer, id, signature);
        // Mark the stream so that the signature works only once, even if someone else opened it before with a tiny
        // amount.
        if (!deal.terms.isOrder()) _store(id, _load(id).mark(DealStatus.Open, uint40(block.timestamp)));
        coin.transferFrom(deal.payer, address(this), amount);
    }

    /// @inheritdoc IPaymentHub
    function void(Deal calldata deal) external {
        bytes32 id = _dealId(deal);
        _checkCaller(id, msg.sender == deal.payer || msg.sender == deal.payee);
        Escrow escrow = _load(id);
        _checkStatus(id, escrow, DealStatus.None);
        _store(id, escrow.withStatus(DealStatus.Closed));
        emit Voided(id, msg.sender);
    }

    // Fees

    /// @inheritdoc IPaymentHub
    function setFee(uint16 fee_) external onlyOwner {
        if (fee_ > MAX_FEE_BPS) revert HubInvalidFee(fee_, MAX_FEE_BPS);
        fee = fee_;
        emit FeeSet(fee_);
    }

    /// @inheritdoc IPaymentHub
    function collect() external {
        uint256 amount = fees;
        fees = 0;
        emit Collected(treasury, amount);
        _send(treasury, amount);
    }

    // Views

    /// @inheritdoc IPaymentHub
    function idOf(Deal calldata deal) external pure returns (bytes32) {
        return _dealId(deal);
    }

    /// @inheritdoc IPaymentHub
    function quoteOf(Deal calldata deal) external view returns (bytes32) {
        return _hashTypedDataV4(DealHash.hashQuote(deal.hashForAnyPayer()));
    }

    /// @inheritdoc IPaymentHub
    function releaseOf(Deal calldata deal, uint96 total) external view returns (bytes32) {
        return _hashTypedDataV4(DealHash.hashRelease(deal.hash(), total));
    }

    /// @inheritdoc IPaymentHub
    function escrowOf(
        bytes32 id
    ) external view returns (uint256 funded, uint256 paid, uint256 markedAt, DealStatus status) {
        Escrow escrow = _load(id);
        return (escrow.funded(), escrow.paid(), escrow.markedAt(), escrow.status());
    }

    // Internal

    /// @dev Records a new deal or a top-up. The caller must collect the money.
    function _open(
        uint256 index,
        Deal calldata deal,
        uint256 amount,
        address funder,
        bytes calldata quote
    ) private returns (bytes32 id) {
        id = _dealId(deal);
        Slot storage slot = _slot(id);
        Escrow escrow = slot.escrow;
        if (quote.length != 0) _checkQuote(index, id, deal, quote);
        if (escrow.isNone()) {
            _openNew(index, id, deal, amount);
            if (quote.length != 0) _checkStart(index, id, deal.terms);
            slot.escrow = openedEscrow(amount);
        } else {
            _checkTopUp(index, id, deal, escrow);
            uint256 room = escrow.room();
            if (amount == 0 || amount > room) _revertAmount(index, id, amount, room);
            emit ToppedUp(id, funder, amount);
            slot.escrow = escrow.fund(amount);
        }
    }

    /// @dev Checks the parties, terms, amount and fee of a new deal. Each check has its own `if`, because `||` costs
    /// more gas.
    function _openNew(uint256 index, bytes32 id, Deal calldata deal, uint256 amount) private {
        (address payer, address payee, address arbiter) = deal.parties();
        // Coins cannot be sent to zero, and coins sent to the hub would be lost.
        if (payer == address(0)) _revertParties(index, id, deal);
        if (payee == address(0)) _revertParties(index, id, deal);
        if (payer == address(this)) _revertParties(index, id, deal);
        if (payee == address(this)) _revertParties(index, id, deal);
        if (payer == payee) _revertParties(index, id, deal);

        Terms terms = deal.terms;
        uint256 start = terms.start();
        uint256 deadline = terms.deadline();
        uint256 price = terms.price();
        if (price == 0) _revertTerms(index, id, deal);
        if (terms.isOrder()) {
            if (arbiter == payer) _revertParties(index, id, deal);
            if (arbiter == payee) _revertParties(index, id, deal);
            if (start != 0) _revertTerms(index, id, deal);
            if (deadline < block.timestamp) _revertTerms(index, id, deal);
            if (terms.window() > MAX_WINDOW) _revertTerms(index, id, deal);
            if (amount != price) revert HubWrongAmount(index, id, amount, price);
        } else {
            if (arbiter != address(0)) _revertParties(index, id, deal);
            if (start == 0) _revertTerms(index, id, deal);
            if (terms.window() != 0) _revertTerms(index, id, deal);
            if (deadline < block.timestamp && deadline != 0) _revertTerms(index, id, deal);
            if (deadline <= start && deadline != 0) _revertTerms(index, id, deal);
            if (amount == 0) _revertAmount(index, id, amount, type(uint96).max);
            if (amount > type(uint96).max) _revertAmount(index, id, amount, type(uint96).max);
        }
        if (terms.feeBps() != fee) revert HubFeeMismatch(index, id, uint16(terms.feeBps()), fee);
        emit Opened(id, payer, payee, amount, terms, arbiter, deal.ref);
    }

    function _noQuote() private pure returns (bytes calldata) {
        return msg.data[0:0];
    }

    function _checkTopUp(uint256 index, bytes32 id, Deal calldata deal, Escrow escrow) private view {
        bool toppable = escrow.status() == DealStatus.Open && !deal.terms.isOrder();
        if (!toppable) revert HubWrongStatus(index, id, escrow.status());
        if (deal.terms.deadline() != 0) _checkUntil(index, id, deal.terms.deadline());
    }

    function _revertAmount(uint256 index, bytes32 id, uint256 amount, uint256 available) private pure {
        revert HubInvalidAmount(index, id, amount, available);
    }

    function _checkQuote(uint256 index, bytes32 id, Deal calldata deal, bytes calldata quote) private view {
        bytes32 quoteId = deal.hashForAnyPayer();
        DealStatus status = _load(quoteId).status();
        if (status != DealStatus.None) revert HubWrongStatus(index, quoteId, status);
        (, address payee, ) = deal.parties();
        _checkSignature(index, id, payee, DealHash.hashQuote(quoteId), quote);
    }

    function _revertParties(uint256 index, bytes32 id, Deal calldata deal) private pure {
        revert HubInvalidParties(index, id, deal.payer, deal.payee, deal.arbiter);
    }

    function _revertTerms(uint256 index, bytes32 id, Deal calldata deal) private pure {
        revert HubInvalidTerms(index, id, deal.terms);
    }
}
