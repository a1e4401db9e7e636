// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PaymentHub} from "../../contracts/PaymentHub.sol";
import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {IPaymentHubErrors} from "../../contracts/interfaces/IPaymentHubErrors.sol";
import {SmartWallet} from "../../contracts/mocks/SmartWallet.sol";
import {DealStatus, Release} from "../../contracts/types/Deal.sol";
import {MandateState, MandateStatus} from "../../contracts/types/Mandate.sol";
import {FuzzSelector} from "../fixtures/FuzzSelector.sol";
import {VM} from "../fixtures/Vm.sol";
import {Ghost, MandateGhost, NEVER} from "./HubGhost.sol";
import {HubWorld} from "./HubWorld.sol";
import {HubHandler} from "./handlers/HubHandler.sol";
import {HubIntruderHandler} from "./handlers/HubIntruderHandler.sol";
import {HubMandateHandler} from "./handlers/HubMandateHandler.sol";
import {HubOpeningHandler} from "./handlers/HubOpeningHandler.sol";
import {HubOrderHandler} from "./handlers/HubOrderHandler.sol";
import {HubOwnerHandler} from "./handlers/HubOwnerHandler.sol";
import {HubSettlementHandler} from "./handlers/HubSettlementHandler.sol";

/// @notice The invariants of the hub, numbered as in README.md.
/// hardhat-config: invariant.runs = 8
/// hardhat-config: invariant.depth = 100
contract HubInvariantsTest {
    /// @dev Rounds of all actions within which every kind must succeed.
    uint256 private constant ROUNDS = 24;
    /// @dev Number of rounds after which the arbitration period passes.
    uint256 private constant SEASON = 6;
    /// @dev Calls of each kind at the end of a season.
    uint256 private constant CALLS = 8;
    /// @dev Calls of each way to open a deal before the runs begin, so that they find deals.
    uint256 private constant OPENINGS = 2;

    HubWorld private _world;
    PaymentHub private _hub;
    ServiceCoin private _coin;
    HubHandler[] private _handlers;
    HubMandateHandler private _mandates;
    HubOrderHandler private _orders;
    HubSettlementHandler private _settlements;

    function setUp() external {
        _world = new HubWorld();
        (_hub, _coin) = (_world.hub(), _world.coin());
        HubOwnerHandler owner = new HubOwnerHandler(_world);
        HubOpeningHandler opening = new HubOpeningHandler(_world);
        _mandates = new HubMandateHandler(_world);
        (_orders, _settlements) = (new HubOrderHandler(_world), new HubSettlementHandler(_world));
        _handlers.push(opening);
        _handlers.push(_mandates);
        _handlers.push(_orders);
        _handlers.push(_settlements);
        _handlers.push(new HubIntruderHandler(_world));
        _handlers.push(owner);
        owner.setFee(0);
        for (uint256 i = 0; i < OPENINGS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("openings", i)));
            opening.open(seed);
            opening.openMany(seed + 1);
            opening.openSigned(seed + 2);
            opening.voidDeal(seed + 3);
            _mandates.chargeSigned(seed + 4);
        }
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](_handlers.length);
        for (uint256 i = 0; i < targets.length; ++i) targets[i] = address(_handlers[i]);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](_handlers.length);
        for (uint256 i = 0; i < targets.length; ++i) {
            targets[i] = FuzzSelector(address(_handlers[i]), _handlers[i].actions());
        }
    }

    // Deals

    function invariant_08_theHubHoldsWhatItsDealsHold() public view {
        Ghost[] memory ghosts = _world.ghosts();
        uint256 held = _hub.fees() + _world.donated();
        for (uint256 i = 0; i < ghosts.length; ++i) {
            (uint256 funded, uint256 paid, , ) = _hub.escrowOf(ghosts[i].id);
            held += funded - paid;
        }
        VM.assertEq(_coin.balanceOf(address(_hub)), held, "coins of the hub");
    }

    function invariant_09_nothingIsPaidTwice() public view {
        Ghost[] memory ghosts = _world.ghosts();
        for (uint256 i = 0; i < ghosts.length; ++i) {
            (uint256 funded, uint256 paid, , ) = _hub.escrowOf(ghosts[i].id);
            VM.assertLe(paid, funded, "paid more than came");
            VM.assertEq(funded, ghosts[i].came - ghosts[i].returned, "funded");
            // The amount paid by a ghost never decreases.
            VM.assertEq(paid, ghosts[i].paid, "paid");
        }
    }

    function invariant_10_closedIsForEver() public view {
        Ghost[] memory ghosts = _world.ghosts();
        for (uint256 i = 0; i < ghosts.length; ++i) {
            (uint256 funded, uint256 paid, uint256 markedAt, DealStatus status) = _hub.escrowOf(ghosts[i].id);
            // A closed ghost accepts no more notes.
            VM.assertEq(uint256(status), uint256(ghosts[i].status), "status");
            VM.assertEq(markedAt, ghosts[i].markedAt, "markedAt");
            if (status == DealStatus.Closed) VM.assertEq(funded, paid, "left in a closed deal");
        }
    }

    function invariant_11_strangersMoveCoinsOnlyToTheParties() public view {
        address[] memory holders = _world.holders();
        for (uint256 i = 0; i < holders.length; ++i) {
            VM.assertEq(_coin.balanceOf(holders[i]), _world.coinsOf(holders[i]), "balance");
        }
    }

    // Fees

    function invariant_12_feesComeFromPayoutsAtTheAgreedRate() public view {
        Ghost[] memory ghosts = _world.ghosts();
        MandateGhost[] memory mandates = _world.mandates();
        uint256 taken;
        for (uint256 i = 0; i < ghosts.length; ++i) {
            (, uint256 paid, , ) = _hub.escrowOf(ghosts[i].id);
            VM.assertLe(ghosts[i].fees * 10_000, paid * ghosts[i].deal.feeBps, "fee of a deal");
            taken += ghosts[i].fees;
        }
        for (uint256 i = 0; i < mandates.length; ++i) {
            VM.assertLe(mandates[i].fees * 10_000, mandates[i].charged * mandates[i].terms.feeBps, "fee of a mandate");
            taken += mandates[i].fees;
        }
        VM.assertEq(_hub.fees() + _coin.balanceOf(address(_world.treasury())), taken, "fees taken");
        VM.assertEq(_hub.fees(), _world.fees(), "fees to collect");
        VM.assertEq(_hub.fee(), _world.fee(), "rate");
        VM.assertLe(_hub.fee(), 100, "rate above the maximum");
    }

    // Mandates

    function invariant_13_noPeriodIsChargedAboveItsLimit() public view {
        MandateGhost[] memory ghosts = _world.mandates();
        for (uint256 i = 0; i < ghosts.length; ++i) {
            uint256[] memory periods = _world.periodsOf(i);
            uint256 charged;
            for (uint256 k = 0; k < periods.length; ++k) {
                VM.assertLe(_world.chargedIn(i, periods[k]), ghosts[i].terms.limit, "charged above the limit");
                charged += _world.chargedIn(i, periods[k]);
            }
            VM.assertEq(charged, ghosts[i].charged, "charged in all");
            // A revoked ghost accepts no more charges.
            MandateState memory state = _hub.mandateState(ghosts[i].id);
            VM.assertEq(uint256(state.status), uint256(ghosts[i].status), "status of a mandate");
            VM.assertEq(state.period, ghosts[i].lastPeriod, "last period");
            VM.assertEq(state.charged, _world.chargedIn(i, ghosts[i].lastPeriod), "charged in the last period");
            VM.assertEq(_hub.chargeableOf(ghosts[i].terms), _chargeable(ghosts[i]), "chargeable");
        }
    }

    // The end

    /// @dev After all limits, a stranger settles every deal that has one, and the payer cancels the others.
    function invariant_14_allMoneyCanLeave() public {
        Ghost[] memory ghosts = _world.liveGhosts();
        uint256 end = _world.time();
        for (uint256 i = 0; i < ghosts.length; ++i) {
            _assertViews(ghosts[i]);
            uint256 last = _lastLimit(ghosts[i]);
            if (last >= end) end = last + 1;
        }
        uint256 snapshot = VM.snapshotState();
        VM.warp(end);
        for (uint256 i = 0; i < ghosts.length; ++i) _leave(ghosts[i], end);
        uint256 others = _hub.fees() + _world.donated();
        VM.assertEq(_coin.balanceOf(address(_hub)), others, "left in the hub");
        VM.revertToState(snapshot);
    }

    // Contracts as parties

    /// @dev The same signature releases an order while the payer's wallet (ERC-1271) accepts it, and not before.
    function invariant_19_aWalletIsBoundOnlyByWhatItAccepts() public {
        Ghost[] memory ghosts = _world.liveGhosts();
        for (uint256 i = 0; i < ghosts.length; ++i) {
            address payer = ghosts[i].deal.payer;
            if (!ghosts[i].isOrder() || !_world.isWallet(_world.keyOf(payer))) continue;
            uint256 snapshot = VM.snapshotState();
            Release[] memory releases = new Release[](1);
            uint256 total = ghosts[i].paid + 1;
            bytes memory signature = _world.sign(payer, ghosts[i].deal.releaseHash(total));
            releases[0] = Release(ghosts[i].deal.packed(), uint96(total), signature);
            SmartWallet(payer).setMode(SmartWallet.WalletMode.Invalid);
            (bool success, bytes memory result) = address(_hub).call(abi.encodeCall(_hub.releaseSigned, (releases)));
            bytes32 expected = bytes32(IPaymentHubErrors.HubInvalidSignature.selector);
            VM.assertTrue(!success && bytes32(bytes4(result)) == expected, "release that the wallet refused");
            SmartWallet(payer).setMode(SmartWallet.WalletMode.Owner);
            _hub.releaseSigned(releases);
            (, uint256 paid, , ) = _hub.escrowOf(ghosts[i].id);
            VM.assertEq(paid, total, "release that the wallet accepted");
            VM.revertToState(snapshot);
        }
    }

    // Rehearsal: a handler whose calls never succeed proves nothing.

    /// @dev Calls follow the life of an order, because random calls rarely reach an arbiter.
    function test_everyKindOfActionGetsThroughAtTheHub() external {
        for (uint256 round = 0; round < ROUNDS; ++round) {
            for (uint256 i = 0; i < _handlers.length; ++i) {
                bytes4[] memory actions = _handlers[i].actions();
                for (uint256 k = 0; k < actions.length; ++k) {
                    // Some rounds do not touch deliveries or disputes, so that claims, refunds and inactive arbiters
                    // occur.
                    if (actions[k] == HubOrderHandler.dispute.selector && round % 3 == 1) continue;
                    if (actions[k] == HubOrderHandler.resolve.selector && round % 3 == 2) continue;
                    _act(_handlers[i], actions[k], uint256(keccak256(abi.encode("rehearsal", round, i, k))));
                }
            }
            if (round % SEASON == SEASON - 1) _passSeason(round);
        }
        _assertAll();
        string memory missing;
        for (uint256 i = 0; i < _handlers.length; ++i) {
            bytes32[] memory kinds = _handlers[i].kinds();
            for (uint256 k = 0; k < kinds.length; ++k) {
                if (_handlers[i].successes(kinds[k]) == 0) missing = string(abi.encodePacked(missing, kinds[k], "; "));
            }
        }
        VM.assertTrue(bytes(missing).length == 0, string.concat("never: ", missing));
    }

    // Internal

    function _act(HubHandler handler, bytes4 action, uint256 random) private {
        (bool success, bytes memory result) = address(handler).call(abi.encodePacked(action, random));
        if (!success) _bubble(result);
    }

    /// @dev Lets the arbitration period pass and settles what is over, so that there is room for new deals.
    function _passSeason(uint256 round) private {
        _assertAll();
        for (uint256 i = 0; i < CALLS; ++i) {
            uint256 random = uint256(keccak256(abi.encode("season", round, i)));
            _mandates.accept(random);
            _mandates.chargeWrongly(random);
            _orders.deliver(random);
            _settlements.claimWrongly(random);
            _settlements.refundByPayee(random);
            if (i % 2 == 0) continue;
            _orders.dispute(random);
            _orders.resolve(random);
        }
        _world.warpTo(_world.time() + 31 days);
        for (uint256 i = 0; i < CALLS; ++i) {
            uint256 random = uint256(keccak256(abi.encode("after the season", round, i)));
            _orders.disputeWrongly(random);
            _orders.resolveWrongly(random);
            _settlements.claimWrongly(random);
            _settlements.refundByAnyone(random);
            _settlements.claim(random);
            _settlements.cancelWrongly(random);
        }
    }

    function _assertAll() private {
        invariant_08_theHubHoldsWhatItsDealsHold();
        invariant_09_nothingIsPaidTwice();
        invariant_10_closedIsForEver();
        invariant_11_strangersMoveCoinsOnlyToTheParties();
        invariant_12_feesComeFromPayoutsAtTheAgreedRate();
        invariant_13_noPeriodIsChargedAboveItsLimit();
        invariant_14_allMoneyCanLeave();
        invariant_19_aWalletIsBoundOnlyByWhatItAccepts();
    }

    function _leave(Ghost memory ghost, uint256 time) private {
        if (!ghost.isLive()) return;
        (address payer, address payee) = (ghost.deal.payer, ghost.deal.payee);
        uint256 had = _coin.balanceOf(payer) + _coin.balanceOf(payee) + _hub.fees();
        if (ghost.deal.deadline == 0) {
            VM.prank(payer);
            _hub.cancel(ghost.deal.packed());
        } else {
            _settleByStranger(ghost, time);
        }
        (uint256 funded, uint256 paid, , ) = _hub.escrowOf(ghost.id);
        VM.assertEq(paid, funded, "left in a deal");
        VM.assertEq(paid, ghost.paid + ghost.dueAt(time), "paid at the end");
        uint256 have = _coin.balanceOf(payer) + _coin.balanceOf(payee) + _hub.fees();
        VM.assertEq(have - had, ghost.left(), "what the parties got");
    }

    function _settleByStranger(Ghost memory ghost, uint256 time) private {
        address stranger = _world.STRANGER();
        if (ghost.dueAt(time) != 0) {
            VM.prank(stranger);
            _hub.claim(ghost.deal.packed());
        }
        if (ghost.dueAt(time) != ghost.left()) {
            VM.prank(stranger);
            _hub.refund(ghost.deal.packed(), type(uint256).max);
        }
    }

    function _lastLimit(Ghost memory ghost) private pure returns (uint256) {
        if (!ghost.isLive()) return 0;
        if (ghost.expiry() != NEVER) return ghost.expiry();
        return ghost.isOrder() ? ghost.windowEnd() : 0;
    }

    function _assertViews(Ghost memory ghost) private view {
        uint256 time = _world.time();
        uint256 refundable = ghost.refundableAt(time);
        VM.assertEq(_hub.dueOf(ghost.deal.packed()), ghost.dueAt(time), "dueOf");
        VM.assertEq(_hub.refundableOf(ghost.deal.packed(), _world.STRANGER()), refundable, "refundableOf");
        VM.assertEq(_hub.refundableOf(ghost.deal.packed(), ghost.deal.payee), ghost.left(), "refundableOf the payee");
    }

    function _chargeable(MandateGhost memory ghost) private view returns (uint256) {
        uint256 time = _world.time();
        if (ghost.status != MandateStatus.Accepted || time < ghost.terms.start) return 0;
        if (ghost.terms.end != 0 && time >= ghost.terms.end) return 0;
        uint256 period = (time - ghost.terms.start) / ghost.terms.period;
        return ghost.terms.limit - _world.chargedIn(ghost.index, period);
    }

    function _bubble(bytes memory result) private pure {
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }
}
