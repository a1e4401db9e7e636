// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PaymentHub} from "../../contracts/PaymentHub.sol";
import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {Treasury} from "../../contracts/Treasury.sol";
import {DealStatus} from "../../contracts/types/Deal.sol";
import {Mandate, MandateStatus} from "../../contracts/types/Mandate.sol";
import {PlainDeal, hubDomain, mandateHash} from "../fixtures/PlainDeal.sol";
import {deploy} from "../fixtures/Deploy.sol";
import {VM, signBytes, typedDigest} from "../fixtures/Vm.sol";
import {Ghost, MandateGhost} from "./HubGhost.sol";

/// @notice The hub under test, and a model of it. The handlers note here what each call should change.
/// @dev The model never reads a balance or deal from the contracts to expect it later.
contract HubWorld {
    uint256 private constant START = 1_800_000_000;
    uint256 private constant MEMBERS = 6;
    uint256 private constant SHARE = 1e27;
    /// @dev Number of live deals at which no more are opened.
    uint256 private constant CROWD = 14;

    /// @dev Owner of the hub.
    address public constant OWNER = address(0xDA0);
    /// @dev Not a party to any deal or mandate. Makes the calls that anyone can make.
    address public constant STRANGER = address(0x57a6e5);
    /// @dev Has neither coins nor allowance.
    uint256 public constant POOR_KEY = 99;

    PaymentHub public immutable hub;
    ServiceCoin public immutable coin;
    Treasury public immutable treasury;

    address[] private _holders;
    /// @dev The key of a wallet is its owner's.
    mapping(address holder => uint256) public keyOf;
    mapping(uint256 key => bool) public isWallet;
    mapping(address holder => uint256) public coinsOf;

    Ghost[] private _ghosts;
    mapping(bytes32 id => uint256) private _places;
    uint256[] private _live;
    uint256[] private _closed;
    MandateGhost[] private _mandates;
    mapping(uint256 index => mapping(uint256 period => uint256)) public chargedIn;
    mapping(uint256 index => uint256[]) private _periods;

    uint256 public time;
    uint16 public fee;
    uint256 public fees;
    uint256 public donated;
    uint256 private _refs;

    /// @dev Thrown when a handler notes something impossible, which is a fault of the handler.
    error ImpossibleNote(uint256 index);

    constructor() {
        warpTo(START);
        coin = ServiceCoin(
            deploy("ServiceCoin", abi.encode(address(this), address(this), MEMBERS * SHARE, MEMBERS * SHARE))
        );
        treasury = Treasury(payable(deploy("Treasury", abi.encode(OWNER, coin))));
        hub = PaymentHub(deploy("PaymentHub", abi.encode(OWNER, coin, address(treasury))));
        for (uint256 key = 1; key <= MEMBERS; ++key) {
            // Half of the members are contracts, which take every role that a key takes.
            isWallet[key] = key % 2 == 0;
            address holder = isWallet[key] ? deploy("SmartWallet", abi.encode(VM.addr(key))) : VM.addr(key);
            _holders.push(holder);
            keyOf[holder] = key;
            coinsOf[holder] = SHARE;
            coin.transfer(holder, SHARE);
            VM.prank(holder);
            coin.approve(address(hub), type(uint256).max);
        }
        _holders.push(STRANGER);
        _holders.push(OWNER);
        _holders.push(VM.addr(POOR_KEY));
        _holders.push(address(treasury));
        _holders.push(address(hub));
    }

    // Lists

    function member(uint256 seed) external view returns (address) {
        return _holders[seed % MEMBERS];
    }

    function holders() external view returns (address[] memory) {
        return _holders;
    }

    function ghosts() external view returns (Ghost[] memory) {
        return _ghosts;
    }

    /// @dev Returns the deals that are not closed. They are few, so searching them is cheap however many deals there
    /// were.
    function liveGhosts() external view returns (Ghost[] memory list) {
        list = new Ghost[](_live.length);
        for (uint256 i = 0; i < list.length; ++i) list[i] = _ghosts[_live[i]];
    }

    /// @dev Returns any closed deal. At least one always exists.
    function closedGhost(uint256 seed) external view returns (Ghost memory) {
        return _ghosts[_closed[seed % _closed.length]];
    }

    function isCrowded() external view returns (bool) {
        return _live.length >= CROWD;
    }

    function mandateCount() external view returns (uint256) {
        return _mandates.length;
    }

    function mandate(uint256 index) external view returns (MandateGhost memory) {
        return _mandates[index];
    }

    function mandates() external view returns (MandateGhost[] memory) {
        return _mandates;
    }

    /// @dev Returns the numbers of the periods in which a mandate was charged, without duplicates.
    function periodsOf(uint256 index) external view returns (uint256[] memory) {
        return _periods[index];
    }

    function nextRef() external returns (bytes32) {
        return bytes32(++_refs);
    }

    function digest(bytes32 structHash) public view returns (bytes32) {
        return typedDigest(hubDomain(address(hub)), structHash);
    }

    function sign(address signer, bytes32 structHash) external view returns (bytes memory) {
        return signBytes(keyOf[signer], digest(structHash));
    }

    // Time

    /// @dev Time moves only here. It is also stored, because the compiler may read `block.timestamp` only once and
    /// reuse it.
    function warpTo(uint256 time_) public {
        if (time_ < time) return;
        time = time_;
        VM.warp(time_);
    }

    // Notes on deals

    function noteOpened(PlainDeal calldata deal, address funder, uint256 amount) external returns (uint256 index) {
        Ghost storage ghost = _place(deal);
        if (ghost.status == DealStatus.None) {
            ghost.status = DealStatus.Open;
            _live.push(ghost.index);
        } else if (ghost.status != DealStatus.Open || deal.period == 0) {
            revert ImpossibleNote(ghost.index);
        }
        ghost.came += amount;
        _move(funder, address(hub), amount);
        index = ghost.index;
    }

    function noteVoided(PlainDeal calldata deal) external {
        Ghost storage ghost = _place(deal);
        if (ghost.status != DealStatus.None) revert ImpossibleNote(ghost.index);
        ghost.status = DealStatus.Closed;
        _closed.push(ghost.index);
    }

    function noteMarked(uint256 index, DealStatus status) external {
        Ghost storage ghost = _liveGhost(index);
        ghost.status = status;
        ghost.markedAt = time;
    }

    function notePaid(uint256 index, uint256 amount) external {
        Ghost storage ghost = _liveGhost(index);
        uint256 taken = (amount * ghost.deal.feeBps) / 10_000;
        ghost.paid += amount;
        ghost.fees += taken;
        fees += taken;
        _move(address(hub), ghost.deal.payee, amount - taken);
        _closeIfDone(ghost);
    }

    function noteReturned(uint256 index, uint256 amount) external {
        Ghost storage ghost = _liveGhost(index);
        ghost.returned += amount;
        _move(address(hub), ghost.deal.payer, amount);
        _closeIfDone(ghost);
    }

    function noteClosed(uint256 index) external {
        Ghost storage ghost = _liveGhost(index);
        if (ghost.came != ghost.returned + ghost.paid) revert ImpossibleNote(index);
        _close(ghost);
    }

    // Notes on mandates

    function noteAccepted(Mandate memory terms) public returns (uint256 index) {
        index = _noteMandate(terms, MandateStatus.Accepted);
    }

    function noteRevoked(uint256 index) external {
        if (_mandates[index].status == MandateStatus.Revoked) revert ImpossibleNote(index);
        _mandates[index].status = MandateStatus.Revoked;
    }

    function noteRevokedAtOnce(Mandate memory terms) external {
        _noteMandate(terms, MandateStatus.Revoked);
    }

    function noteCharged(uint256 index, uint256 amount) external {
        MandateGhost storage ghost = _mandates[index];
        if (ghost.status != MandateStatus.Accepted || amount == 0) revert ImpossibleNote(index);
        uint256 period = (time - ghost.terms.start) / ghost.terms.period;
        if (chargedIn[index][period] == 0) _periods[index].push(period);
        chargedIn[index][period] += amount;
        uint256 taken = (amount * ghost.terms.feeBps) / 10_000;
        (ghost.lastPeriod, ghost.charged, ghost.fees) = (period, ghost.charged + amount, ghost.fees + taken);
        fees += taken;
        _move(ghost.terms.payer, ghost.terms.payee, amount - taken);
        _move(ghost.terms.payer, address(hub), taken);
    }

    // Other notes

    function noteFee(uint16 fee_) external {
        fee = fee_;
    }

    function noteCollected() external {
        _move(address(hub), address(treasury), fees);
        fees = 0;
    }

    function noteDonated(address from, uint256 amount) external {
        donated += amount;
        _move(from, address(hub), amount);
    }

    // Internal

    /// @dev Returns the ghost of this deal, and creates it if there is none.
    function _place(PlainDeal calldata deal) private returns (Ghost storage ghost) {
        bytes32 id = deal.structHash();
        uint256 place = _places[id];
        if (place != 0) return _ghosts[place - 1];
        ghost = _ghosts.push();
        (ghost.index, ghost.id, ghost.deal) = (_ghosts.length - 1, id, deal);
        _places[id] = _ghosts.length;
    }

    function _liveGhost(uint256 index) private view returns (Ghost storage ghost) {
        ghost = _ghosts[index];
        if (ghost.status == DealStatus.None || ghost.status == DealStatus.Closed) revert ImpossibleNote(index);
    }

    function _closeIfDone(Ghost storage ghost) private {
        if (ghost.deal.period == 0 && ghost.came == ghost.returned + ghost.paid) _close(ghost);
    }

    function _close(Ghost storage ghost) private {
        ghost.status = DealStatus.Closed;
        _closed.push(ghost.index);
        for (uint256 i = 0; i < _live.length; ++i) {
            if (_live[i] != ghost.index) continue;
            _live[i] = _live[_live.length - 1];
            _live.pop();
            return;
        }
    }

    function _noteMandate(Mandate memory terms, MandateStatus status) private returns (uint256 index) {
        index = _mandates.length;
        MandateGhost storage ghost = _mandates.push();
        (ghost.index, ghost.id, ghost.status) = (index, mandateHash(terms), status);
        ghost.terms = terms;
    }

    function _move(address from, address to, uint256 amount) private {
        coinsOf[from] -= amount;
        coinsOf[to] += amount;
    }
}
