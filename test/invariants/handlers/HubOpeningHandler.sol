// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Deal, DealStatus, Opening} from "../../../contracts/types/Deal.sol";
import {PlainDeal} from "../../fixtures/PlainDeal.sol";
import {Authorization, RECEIVE_TYPEHASH, signAuthorization} from "../../fixtures/Signatures.sol";
import {VM} from "../../fixtures/Vm.sol";
import {Ghost} from "../HubGhost.sol";
import {HubWorld} from "../HubWorld.sol";
import {HubHandler} from "./HubHandler.sol";

/// @notice The five ways to open a deal, with new deals, top-ups and quotes, and the voiding of deals.
contract HubOpeningHandler is HubHandler {
    constructor(HubWorld world) HubHandler(world) {
        _addKind("open order");
        _addKind("open stream");
        _addKind("open subscription");
        _addKind("open with quote");
        _addKind("openMany");
        _addKind("openMany tops up");
        _addKind("transferAndCall");
        _addKind("transferAndCall with quote");
        _addKind("transferFromAndCall");
        _addKind("openWithAuthorization");
        _addKind("openSigned order");
        _addKind("openSigned stream");
        _addKind("openSigned of an open stream");
        _addKind("top up");
        _addKind("top up by transfer");
        _addKind("top up by authorization");
        _addKind("void deal by payer");
        _addKind("void deal by payee");
        _addKind("void quote");
    }

    /// @dev With few deals at a time, more can happen to each of them.
    modifier unlessCrowded() {
        if (!_world.isCrowded()) _;
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](11);
        list[0] = this.open.selector;
        list[1] = this.openMany.selector;
        list[2] = this.transferAndOpen.selector;
        list[3] = this.openWithAuthorization.selector;
        list[4] = this.openSigned.selector;
        list[5] = this.topUp.selector;
        list[6] = this.topUpByTransfer.selector;
        list[7] = this.topUpByAuthorization.selector;
        list[8] = this.voidDeal.selector;
        list[9] = this.voidQuote.selector;
        list[10] = this.openSignedAfterwards.selector;
    }

    // New deals

    function open(uint256 seed) external unlessCrowded {
        PlainDeal memory deal = _newDeal(seed);
        uint256 amount = _funding(_random(seed, 10), deal);
        address funder = _funder(seed, deal);
        bytes memory quote = _quote(seed, deal);
        VM.prank(funder);
        _hub.open(deal.packed(), amount, quote);
        _world.noteOpened(deal, funder, amount);
        if (deal.isOrder()) _count("open order");
        else _count(deal.period == 1 ? bytes32("open stream") : bytes32("open subscription"));
        if (quote.length != 0) _count("open with quote");
    }

    /// @dev Opens two new deals, and tops up an old one if one can be topped up.
    function openMany(uint256 seed) external unlessCrowded {
        (bool found, Ghost memory old) = _pick(seed, _isToppable);
        address funder = _world.member(_random(seed, 11));
        Opening[] memory openings = new Opening[](found ? 3 : 2);
        PlainDeal[] memory deals = new PlainDeal[](openings.length);
        for (uint256 i = 0; i < openings.length; ++i) {
            uint256 part = _random(seed, 20 + i);
            deals[i] = i == 2 ? old.deal : _newDeal(part);
            openings[i] = Opening(deals[i].packed(), _funding(_random(part, 10), deals[i]), _quote(part, deals[i]));
            if (i == 2) openings[i].amount = 1 + (part % 1e6);
        }
        VM.prank(funder);
        _hub.openMany(openings);
        for (uint256 i = 0; i < openings.length; ++i) _world.noteOpened(deals[i], funder, openings[i].amount);
        _count("openMany");
        if (found) _count("openMany tops up");
    }

    function transferAndOpen(uint256 seed) external unlessCrowded {
        PlainDeal memory deal = _newDeal(seed);
        uint256 amount = _funding(_random(seed, 10), deal);
        address funder = _funder(seed, deal);
        bytes memory quote = _quote(seed, deal);
        bytes memory data = bytes.concat(abi.encode(deal.packed()), quote);
        if (_random(seed, 13) % 2 == 0) {
            VM.prank(funder);
            _coin.transferAndCall(address(_hub), amount, data);
            _count("transferAndCall");
        } else {
            VM.prank(funder);
            _coin.approve(_stranger, amount);
            VM.prank(_stranger);
            _coin.transferFromAndCall(funder, address(_hub), amount, data);
            _count("transferFromAndCall");
        }
        _world.noteOpened(deal, funder, amount);
        if (quote.length != 0) _count("transferAndCall with quote");
    }

    function openWithAuthorization(uint256 seed) external unlessCrowded {
        PlainDeal memory deal = _newDeal(seed);
        _openWithAuthorization(deal, _funding(_random(seed, 10), deal));
        _count("openWithAuthorization");
    }

    function openSigned(uint256 seed) external unlessCrowded {
        PlainDeal memory deal = _newDeal(seed);
        if (!deal.isOrder() && deal.deadline == 0) return;
        _openSigned(deal, deal.isOrder() ? deal.price : deal.owedAt(deal.deadline));
        _count(deal.isOrder() ? bytes32("openSigned order") : bytes32("openSigned stream"));
    }

    // Top-ups

    /// @dev Uses the payer's signature on a deal that was opened in another way.
    function openSignedAfterwards(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isSignable);
        if (!found) return;
        _openSigned(ghost.deal, ghost.deal.owedAt(ghost.deal.deadline) - (ghost.came - ghost.returned));
        _count("openSigned of an open stream");
    }

    function topUp(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isToppable);
        if (!found) return;
        uint256 amount = _funding(_random(seed, 10), ghost.deal);
        address funder = _funder(seed, ghost.deal);
        bytes memory quote = _quote(seed, ghost.deal);
        VM.prank(funder);
        _hub.open(ghost.deal.packed(), amount, quote);
        _world.noteOpened(ghost.deal, funder, amount);
        _count("top up");
    }

    function topUpByTransfer(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isToppable);
        if (!found) return;
        uint256 amount = _funding(_random(seed, 10), ghost.deal);
        address funder = _funder(seed, ghost.deal);
        VM.prank(funder);
        _coin.transferAndCall(address(_hub), amount, abi.encode(ghost.deal.packed()));
        _world.noteOpened(ghost.deal, funder, amount);
        _count("top up by transfer");
    }

    function topUpByAuthorization(uint256 seed) external {
        (bool found, Ghost memory ghost) = _pick(seed, _isToppableByAuthorization);
        if (!found) return;
        _openWithAuthorization(ghost.deal, _funding(_random(seed, 10), ghost.deal));
        _count("top up by authorization");
    }

    // Voided

    function voidDeal(uint256 seed) external {
        PlainDeal memory deal = _newDeal(seed);
        bool byPayer = _random(seed, 10) % 2 == 0;
        VM.prank(byPayer ? deal.payer : deal.payee);
        _hub.void(deal.packed());
        _world.noteVoided(deal);
        _count(byPayer ? bytes32("void deal by payer") : bytes32("void deal by payee"));
    }

    function voidQuote(uint256 seed) external {
        PlainDeal memory quoted = _newDeal(seed).forPayer(address(0));
        VM.prank(quoted.payee);
        _hub.void(quoted.packed());
        _world.noteVoided(quoted);
        _count("void quote");
    }

    // Internal

    function _openSigned(PlainDeal memory deal, uint256 amount) private {
        bytes memory signature = _world.sign(deal.payer, deal.structHash());
        _bring(abi.encodeCall(_hub.openSigned, (deal.packed(), signature)));
        uint256 index = _world.noteOpened(deal, deal.payer, amount);
        if (!deal.isOrder()) _world.noteMarked(index, DealStatus.Open);
    }

    function _openWithAuthorization(PlainDeal memory deal, uint256 amount) private {
        bytes32 id = deal.structHash();
        uint256 validBefore = _world.time() + 1;
        bytes memory signature = signAuthorization(
            _coin,
            _world.keyOf(deal.payer),
            RECEIVE_TYPEHASH,
            Authorization(deal.payer, address(_hub), amount, 0, validBefore, id)
        );
        Deal memory packed = deal.packed();
        _bring(abi.encodeCall(_hub.openWithAuthorization, (packed, amount, validBefore, signature)));
        _world.noteOpened(deal, deal.payer, amount);
    }

    /// @dev Returns mostly the payer, otherwise any account, including the payee.
    function _funder(uint256 seed, PlainDeal memory deal) private view returns (address) {
        uint256 random = _random(seed, 11);
        return random % 4 == 0 ? _world.member(random >> 8) : deal.payer;
    }

    function _quote(uint256 seed, PlainDeal memory deal) private view returns (bytes memory) {
        if (_random(seed, 12) % 2 != 0) return "";
        return _world.sign(deal.payee, deal.quoteHash());
    }

    function _isToppable(Ghost memory ghost) private view returns (bool) {
        if (ghost.isOrder() || ghost.status != DealStatus.Open) return false;
        return ghost.deal.deadline == 0 || _world.time() <= ghost.deal.deadline;
    }

    function _isSignable(Ghost memory ghost) private view returns (bool) {
        if (!_isToppable(ghost) || ghost.deal.deadline == 0 || ghost.markedAt != 0) return false;
        return ghost.deal.owedAt(ghost.deal.deadline) > ghost.came - ghost.returned;
    }

    function _isToppableByAuthorization(Ghost memory ghost) private view returns (bool) {
        return _isToppable(ghost) && !_coin.authorizationState(ghost.deal.payer, ghost.id);
    }
}
