// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IPaymentHub} from "../interfaces/IPaymentHub.sol";
import {IServiceCoin} from "../interfaces/IServiceCoin.sol";
import {Accrual} from "../libraries/Accrual.sol";
import {DealHash} from "../libraries/DealHash.sol";
import {Signature} from "../libraries/Signature.sol";
import {Deal, DealStatus} from "../types/Deal.sol";
import {Escrow} from "../types/Escrow.sol";
import {Terms} from "../types/Terms.sol";

/// @title HubBase
/// @notice Base of every part of `PaymentHub`: storage, payments out of it, and shared checks.
abstract contract HubBase is IPaymentHub, EIP712, Ownable {
    using DealHash for Deal;

    /// @dev A struct, so that a function that reads and writes an escrow computes its storage slot only once.
    struct Slot {
        Escrow escrow;
    }

    /// @notice Highest fee that the DAO can set, in basis points.
    uint16 public constant MAX_FEE_BPS = 100;

    /// @notice Longest window in which a payer can dispute, in seconds.
    uint32 public constant MAX_WINDOW = 90 days;

    /// @notice Seconds in which an arbiter can decide. After that anyone can refund the payer.
    uint32 public constant ARBITRATION_PERIOD = 30 days;

    /// @inheritdoc IPaymentHub
    uint256 public constant SIGNED_OPENING_PERIOD = 7 days;

    /// @dev Amount that means everything available.
    uint256 internal constant ALL = type(uint256).max;

    /// @dev Time that never comes.
    uint256 internal constant NEVER = type(uint256).max;

    /// @notice ServiceCoin.
    IServiceCoin public immutable coin;

    /// @notice Account that receives the fees.
    address public immutable treasury;

    /// @inheritdoc IPaymentHub
    /// @dev Shares its slot with `fee`, so as long as a fee is set no payment writes to an empty slot. It is declared
    /// first, because otherwise `fee` would be packed into the owner's slot.
    uint240 public fees;

    /// @inheritdoc IPaymentHub
    uint16 public fee;

    mapping(bytes32 id => Slot) private _slots;

    constructor(address dao, IServiceCoin coin_, address treasury_) EIP712("PaymentHub", "1") Ownable(dao) {
        if (treasury_ == address(0) || treasury_ == address(this)) revert HubInvalidTreasury(treasury_);
        coin = coin_;
        treasury = treasury_;
    }

    // Storage and payments

    function _slot(bytes32 id) internal view returns (Slot storage) {
        return _slots[id];
    }

    function _load(bytes32 id) internal view returns (Escrow) {
        return _slots[id].escrow;
    }

    function _store(bytes32 id, Escrow escrow) internal {
        _slots[id].escrow = escrow;
    }

    /// @dev Stores the escrow. Closes an order with nothing left; a stream or subscription stays open for top-ups.
    function _settle(bytes32 id, Deal calldata deal, Escrow escrow) internal {
        if (deal.terms.isOrder() && escrow.left() == 0) escrow = escrow.withStatus(DealStatus.Closed);
        _store(id, escrow);
    }

    function _takeFee(uint256 amount, uint256 rate) internal returns (uint256 taken) {
        taken = Accrual.feeDown(amount, rate);
        if (taken != 0) fees += uint240(taken);
    }

    function _send(address to, uint256 amount) internal {
        if (amount != 0) coin.transfer(to, amount);
    }

    /// @dev Returns what a stream or subscription owes in all by a time, regardless of how much was paid in.
    function _owedAt(Terms terms, uint256 time) internal pure returns (uint256) {
        return Accrual.owed(terms.price(), terms.period(), terms.start(), terms.deadline(), time);
    }

    // Checks

    /// @dev Contains no chain id. Otherwise open deals could not be found again after a fork gave the chain another id,
    /// and closed ones could be opened again.
    function _dealId(Deal calldata deal) internal pure returns (bytes32) {
        return deal.hash();
    }

    function _checkOrder(uint256 index, bytes32 id, Deal calldata deal) internal pure {
        if (!deal.terms.isOrder()) revert HubWrongKind(index, id, deal.terms);
    }

    function _checkStatus(bytes32 id, Escrow escrow, DealStatus status) internal pure {
        if (escrow.status() != status) revert HubWrongStatus(0, id, escrow.status());
    }

    /// @dev Requires a deal that is opened and not closed.
    function _checkLive(uint256 index, bytes32 id, Escrow escrow) internal pure {
        DealStatus status = escrow.status();
        if (status == DealStatus.None || status == DealStatus.Closed) revert HubWrongStatus(index, id, status);
    }

    function _checkCaller(bytes32 id, bool allowed) internal view {
        if (!allowed) revert HubUnauthorized(0, id, msg.sender);
    }

    function _checkUntil(uint256 index, bytes32 id, uint256 time) internal view {
        if (block.timestamp > time) revert HubTooLate(index, id, time);
    }

    function _checkAfter(uint256 index, bytes32 id, uint256 time) internal view {
        if (block.timestamp <= time) revert HubTooEarly(index, id, time);
    }

    /// @dev Requires that a stream or subscription did not start too long ago to be opened by a signature.
    function _checkStart(uint256 index, bytes32 id, Terms terms) internal view {
        if (!terms.isOrder()) _checkUntil(index, id, terms.start() + SIGNED_OPENING_PERIOD);
    }

    function _checkSignature(
        uint256 index,
        bytes32 id,
        address signer,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        if (!Signature.isValid(signer, _hashTypedDataV4(structHash), signature))
            revert HubInvalidSignature(index, id, signer);
    }

    function _checkSamePayee(uint256 index, bytes32 id, address payee, address expected) internal pure {
        if (payee != expected) revert HubDifferentPayee(index, id, payee, expected);
    }
}
