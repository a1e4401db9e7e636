// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {IPaymentHubErrors} from "../../../contracts/interfaces/IPaymentHubErrors.sol";
import {Deal, DealStatus, Opening} from "../../../contracts/types/Deal.sol";
import {PlainDeal} from "../../fixtures/PlainDeal.sol";
import {Authorization, RECEIVE_TYPEHASH, signAuthorization} from "../../fixtures/Signatures.sol";
import {Ghost} from "../HubGhost.sol";
import {HubWorld} from "../HubWorld.sol";
import {HubHandler} from "./HubHandler.sol";

/// @notice Openings that must be rejected: of deals that are closed or void, or with a wrong signature, fee, amount or
/// time.
contract HubIntruderHandler is HubHandler {
    constructor(HubWorld world) HubHandler(world) {
        _addKind("no reopening: open");
        _addKind("no reopening: openMany");
        _addKind("no reopening: transferAndCall");
        _addKind("no reopening: authorization");
        _addKind("no reopening: openSigned");
        _addKind("no reopening: void");
        _addKind("no second payment of an order");
        _addKind("no openSigned twice");
        _addKind("no void of an open deal");
        _addKind("no opening by a void quote");
        _addKind("no forged quote");
        _addKind("no forged openSigned");
        _addKind("no forged authorization");
        _addKind("no other fee");
        _addKind("no other amount");
        _addKind("no top-up after the deadline");
        _addKind("no void by a stranger");
        _addKind("no openSigned without end");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](6);
        list[0] = this.reopen.selector;
        list[1] = this.openAgain.selector;
        list[2] = this.openByVoidQuote.selector;
        list[3] = this.forge.selector;
        list[4] = this.openWrongly.selector;
        list[5] = this.topUpLate.selector;
    }

    /// @dev Tries all five ways to open a deal, each correct in every other respect.
    function reopen(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pickClosed(seed, _isOver);
        if (!found) return;
        address payer = ghost.deal.payer;
        Deal memory deal = ghost.deal.packed();
        uint256 amount = _funding(_random(seed, 10), ghost.deal);
        bytes memory expected = _wrongStatus(ghost.id, DealStatus.Closed);
        Opening[] memory openings = new Opening[](1);
        openings[0] = Opening(deal, amount, "");
        bytes memory signature = _world.sign(payer, ghost.deal.structHash());
        bytes memory call = abi.encodeWithSignature(
            "transferAndCall(address,uint256,bytes)",
            address(_hub),
            amount,
            abi.encode(deal)
        );
        _mustRefuse("no reopening: open", payer, abi.encodeCall(_hub.open, (deal, amount, "")), expected);
        _mustRefuse("no reopening: openMany", payer, abi.encodeCall(_hub.openMany, (openings)), expected);
        _mustRefuseAt("no reopening: transferAndCall", payer, address(_coin), call, expected);
        call = _authorizedCall(ghost.deal, amount, payer);
        _mustRefuse("no reopening: authorization", _stranger, call, expected);
        _mustRefuse("no reopening: void", payer, abi.encodeCall(_hub.void, (deal)), expected);
        call = abi.encodeCall(_hub.openSigned, (deal, signature));
        // The terms are checked before the signature.
        bool endless = !ghost.isOrder() && ghost.deal.deadline == 0;
        if (endless) expected = _invalidTerms(ghost.id, ghost.deal);
        _mustRefuse(
            endless ? bytes32("no openSigned without end") : bytes32("no reopening: openSigned"),
            _stranger,
            call,
            expected
        );
    }

    function openAgain(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isAny);
        if (!found) return;
        Deal memory deal = ghost.deal.packed();
        bytes memory expected = _wrongStatus(ghost.id, ghost.status);
        bytes memory signature = _world.sign(ghost.deal.payer, ghost.deal.structHash());
        bytes memory call = abi.encodeCall(_hub.openSigned, (deal, signature));
        if (ghost.isOrder() || ghost.markedAt != 0) _mustRefuse("no openSigned twice", _stranger, call, expected);
        _mustRefuse("no void of an open deal", ghost.deal.payee, abi.encodeCall(_hub.void, (deal)), expected);
        if (!ghost.isOrder()) return;
        call = abi.encodeCall(_hub.open, (deal, ghost.deal.price, ""));
        _mustRefuse("no second payment of an order", ghost.deal.payer, call, expected);
    }

    function openByVoidQuote(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pickClosed(seed, _isVoidQuote);
        if (!found) return;
        PlainDeal memory deal = ghost.deal.forPayer(_world.member(seed));
        bytes memory quote = _world.sign(deal.payee, deal.quoteHash());
        bytes memory call = abi.encodeCall(_hub.open, (deal.packed(), _funding(_random(seed, 10), deal), quote));
        _mustRefuse("no opening by a void quote", deal.payer, call, _wrongStatus(ghost.id, DealStatus.Closed));
    }

    /// @dev Signs as the other party.
    function forge(uint256 seed) external {
        PlainDeal memory deal = _newOrder(seed);
        bytes32 id = deal.structHash();
        bytes memory signature = _world.sign(deal.payer, deal.quoteHash());
        bytes memory call = abi.encodeCall(_hub.open, (deal.packed(), deal.price, signature));
        _mustRefuse("no forged quote", deal.payer, call, _invalidSignature(id, deal.payee));
        signature = _world.sign(deal.payee, deal.structHash());
        call = abi.encodeCall(_hub.openSigned, (deal.packed(), signature));
        _mustRefuse("no forged openSigned", deal.payee, call, _invalidSignature(id, deal.payer));
        call = _authorizedCall(deal, deal.price, deal.payee);
        bytes memory expected = abi.encodeWithSelector(ERC3009.ERC3009InvalidSignature.selector);
        _mustRefuse("no forged authorization", deal.payee, call, expected);
    }

    function openWrongly(uint256 seed) external {
        PlainDeal memory deal = _newOrder(seed);
        bytes32 id = deal.structHash();
        bytes memory call = abi.encodeCall(_hub.open, (deal.packed(), deal.price + 1, ""));
        bytes memory expected = abi.encodeWithSelector(
            IPaymentHubErrors.HubWrongAmount.selector,
            0,
            id,
            uint256(deal.price) + 1,
            deal.price
        );
        _mustRefuse("no other amount", deal.payer, call, expected);
        call = abi.encodeCall(_hub.void, (deal.packed()));
        _mustRefuse("no void by a stranger", _stranger, call, _unauthorized(id, _stranger));

        uint16 fee = deal.feeBps;
        deal.feeBps = fee == 0 ? 1 : fee - 1;
        id = deal.structHash();
        call = abi.encodeCall(_hub.open, (deal.packed(), deal.price, ""));
        expected = abi.encodeWithSelector(IPaymentHubErrors.HubFeeMismatch.selector, 0, id, deal.feeBps, fee);
        _mustRefuse("no other fee", deal.payer, call, expected);

        deal = _newStream(seed);
        deal.deadline = 0;
        id = deal.structHash();
        expected = _invalidTerms(id, deal);
        bytes memory signature = _world.sign(deal.payer, deal.structHash());
        call = abi.encodeCall(_hub.openSigned, (deal.packed(), signature));
        _mustRefuse("no openSigned without end", _stranger, call, expected);
    }

    function topUpLate(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isEndedStream);
        if (!found) return;
        bytes memory call = abi.encodeCall(_hub.open, (ghost.deal.packed(), 1, ""));
        bytes memory expected = _tooLate(ghost.id, ghost.deal.deadline);
        _mustRefuse("no top-up after the deadline", ghost.deal.payer, call, expected);
    }

    // Internal

    function _authorizedCall(
        PlainDeal memory deal,
        uint256 amount,
        address signer
    ) private view returns (bytes memory) {
        bytes32 id = deal.structHash();
        uint256 validBefore = _world.time() + 1;
        Authorization memory a = Authorization(deal.payer, address(_hub), amount, 0, validBefore, id);
        bytes memory signature = signAuthorization(_coin, _world.keyOf(signer), RECEIVE_TYPEHASH, a);
        return abi.encodeCall(_hub.openWithAuthorization, (deal.packed(), amount, validBefore, signature));
    }

    function _isOver(Ghost memory ghost) private pure returns (bool) {
        return ghost.deal.payer != address(0);
    }

    function _isAny(Ghost memory) private pure returns (bool) {
        return true;
    }

    function _isVoidQuote(Ghost memory ghost) private pure returns (bool) {
        return ghost.deal.payer == address(0);
    }

    function _isEndedStream(Ghost memory ghost) private view returns (bool) {
        return !ghost.isOrder() && ghost.isLive() && ghost.deal.deadline != 0 && _world.time() > ghost.deal.deadline;
    }
}
