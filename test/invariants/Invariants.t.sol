// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {ServiceDAO} from "../../contracts/ServiceDAO.sol";
import {ServiceVotes} from "../../contracts/ServiceVotes.sol";
import {Treasury} from "../../contracts/Treasury.sol";
import {FuzzSelector} from "../fixtures/FuzzSelector.sol";
import {VM} from "../fixtures/Vm.sol";
import {World} from "./World.sol";
import {GovernanceHandler} from "./handlers/GovernanceHandler.sol";
import {Handler} from "./handlers/Handler.sol";
import {HostileHandler} from "./handlers/HostileHandler.sol";
import {TokenHandler} from "./handlers/TokenHandler.sol";
import {TreasuryHandler} from "./handlers/TreasuryHandler.sol";
import {VotesHandler} from "./handlers/VotesHandler.sol";

/// @notice The invariants of the token, the votes, the DAO and the treasury, numbered as in README.md.
contract InvariantsTest {
    /// @dev Number of calls within which every kind of action must succeed.
    uint256 private constant REHEARSAL = 3_000;
    /// @dev Index of the handler in the list.
    uint256 private constant GOVERNANCE = 2;
    address private constant ETHER = address(0);

    World private _world;
    ServiceCoin private _coin;
    ServiceVotes private _votes;
    ServiceDAO private _dao;
    Treasury private _treasury;
    HostileHandler private _hostile;
    Handler[] private _handlers;

    function setUp() external {
        _world = new World();
        (_coin, _votes, _dao, _treasury) = (_world.coin(), _world.votes(), _world.dao(), _world.treasury());
        _hostile = new HostileHandler(_world);
        _handlers.push(new TokenHandler(_world));
        _handlers.push(new VotesHandler(_world));
        _handlers.push(new GovernanceHandler(_world));
        _handlers.push(new TreasuryHandler(_world));
        _handlers.push(_hostile);
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

    // Coins

    function invariant_01_supplyIsTheSumOfBalances() public view {
        address[] memory holders = _world.holders();
        uint256 sum = 0;
        for (uint256 i = 0; i < holders.length; ++i) {
            uint256 balance = _coin.balanceOf(holders[i]);
            VM.assertEq(balance, _world.coinsOf(holders[i]), "balance");
            sum += balance;
        }
        VM.assertEq(_coin.totalSupply(), sum, "supply");
    }

    function invariant_02_supplyNeverExceedsTheCap() public view {
        VM.assertLe(_coin.totalSupply(), _coin.cap(), "supply above the cap");
        VM.assertEq(_coin.cap(), 110e18, "cap");
    }

    // Votes

    function invariant_03_everyVoteIsBackedByALockedCoin() public view {
        uint256 backed = _votes.totalSupply() + _world.donated();
        VM.assertEq(_coin.balanceOf(address(_votes)), backed, "coins behind the votes");
    }

    function invariant_04_votesAreTheLockedBalancesDelegated() public view {
        address[] memory holders = _world.holders();
        uint256[] memory votes = _world.votesOfHolders();
        uint256 sum = 0;
        for (uint256 i = 0; i < holders.length; ++i) {
            VM.assertEq(_votes.balanceOf(holders[i]), _world.lockedOf(holders[i]), "locked balance");
            VM.assertEq(_votes.delegates(holders[i]), _world.delegateOf(holders[i]), "delegate");
            VM.assertEq(_votes.getVotes(holders[i]), votes[i], "votes");
            sum += votes[i];
        }
        VM.assertEq(_votes.totalSupply(), sum, "sum of votes");
    }

    // Proposals

    function invariant_05_aTallyIsTheWeightCast() public view {
        uint256 members = _world.memberCount();
        for (uint256 id = 1; id <= _world.proposals(); ++id) {
            uint256[3] memory tally = _world.tallyOf(id);
            (uint256 against, uint256 inFavor, uint256 abstain) = _dao.proposalVotes(id);
            VM.assertEq(against, tally[0], "against");
            VM.assertEq(inFavor, tally[1], "for");
            VM.assertEq(abstain, tally[2], "abstain");
            for (uint256 i = 0; i < members; ++i) {
                address voter = _world.member(i);
                uint256 ballots = _world.ballotsOf(id, voter);
                VM.assertLe(ballots, 1, "ballots of one voter");
                VM.assertEq(_dao.hasVoted(id, voter), ballots == 1, "hasVoted");
            }
            uint256 snapshot = _world.snapshotOf(id);
            VM.assertEq(_dao.proposalSnapshot(id), snapshot, "snapshot");
            if (snapshot >= block.timestamp) continue;
            VM.assertEq(_dao.quorumReached(id), inFavor + abstain >= _dao.quorum(snapshot), "quorum");
        }
    }

    // Treasury

    function invariant_06_noWindowExceedsItsCap() public view {
        VM.assertEq(_world.excessOverCap(ETHER), 0, "ether above the cap");
        VM.assertEq(_world.excessOverCap(address(_coin)), 0, "coins above the cap");
    }

    // Power

    function invariant_07_onlyTheDaoMintsPaysAndChangesSettings() public view {
        VM.assertEq(_world.breaches(), 0, "something forbidden got through");
        VM.assertEq(_coin.owner(), address(_dao), "owner of the coin");
        VM.assertEq(_treasury.owner(), address(_dao), "owner of the treasury");
        VM.assertEq(_coin.totalSupply(), 100e18 + _world.minted() - _world.burned(), "supply");
        VM.assertEq(_coin.balanceOf(address(_treasury)), _world.coinsOf(address(_treasury)), "coins of the treasury");
        VM.assertEq(address(_treasury).balance, _world.treasuryEther(), "ether of the treasury");
        _assertLimits(ETHER);
        _assertLimits(address(_coin));
        _assertSettings();
    }

    // Rehearsal: a handler whose calls never succeed proves nothing.

    function test_everyKindOfActionGetsThrough() external {
        bytes4[][] memory actions = new bytes4[][](_handlers.length);
        for (uint256 i = 0; i < actions.length; ++i) actions[i] = _handlers[i].actions();
        for (uint256 i = 0; i < REHEARSAL; ++i) {
            uint256 random = uint256(keccak256(abi.encode("second rehearsal", i)));
            // A proposal takes many steps, so every other call goes to governance.
            uint256 handler = random % 2 == 0 ? GOVERNANCE : (random >> 128) % actions.length;
            bytes4 action = actions[handler][(random >> 8) % actions[handler].length];
            (bool success, bytes memory result) = address(_handlers[handler]).call(_call(action, random));
            if (!success) _bubble(result);
        }
        invariant_01_supplyIsTheSumOfBalances();
        invariant_02_supplyNeverExceedsTheCap();
        invariant_03_everyVoteIsBackedByALockedCoin();
        invariant_04_votesAreTheLockedBalancesDelegated();
        invariant_05_aTallyIsTheWeightCast();
        invariant_06_noWindowExceedsItsCap();
        invariant_07_onlyTheDaoMintsPaysAndChangesSettings();
        for (uint256 i = 0; i < _handlers.length; ++i) {
            bytes32[] memory kinds = _handlers[i].kinds();
            VM.assertLe(actions[i].length, kinds.length, "every action has a kind");
            for (uint256 k = 0; k < kinds.length; ++k) {
                VM.assertTrue(_handlers[i].successes(kinds[k]) != 0, string(abi.encodePacked("never: ", kinds[k])));
            }
        }
    }

    function test_theDaoItselfMayMakeEveryHostileCall() external {
        HostileHandler.Attack[] memory attacks = _hostile.attacks();
        for (uint256 i = 0; i < attacks.length; ++i) {
            uint256 snapshot = VM.snapshotState();
            VM.prank(address(_dao));
            (bool success, ) = attacks[i].target.call(attacks[i].data);
            VM.assertTrue(success, string(abi.encodePacked("refused: ", attacks[i].kind)));
            VM.revertToState(snapshot);
        }
    }

    // Internal

    function _assertLimits(address asset) private view {
        (uint256 worldAmount, uint256 worldPeriod, ) = _world.capOf(asset);
        (uint256 amount, uint256 period, ) = _treasury.capOf(asset);
        VM.assertEq(amount, worldAmount, "amount of a cap");
        VM.assertEq(period, worldPeriod, "period of a cap");
        for (uint256 i = 0; i < _world.memberCount(); ++i) {
            address steward = _world.member(i);
            (worldAmount, worldPeriod, ) = _world.budgetOf(steward, asset);
            (amount, period, ) = _treasury.budgetOf(steward, asset);
            VM.assertEq(amount, worldAmount, "amount of a budget");
            VM.assertEq(period, worldPeriod, "period of a budget");
            VM.assertEq(_world.excessOverBudget(steward, asset), 0, "spent above a budget");
        }
    }

    function _assertSettings() private view {
        VM.assertEq(_dao.votingDelay(), 10, "votingDelay");
        VM.assertEq(_dao.votingPeriod(), 100, "votingPeriod");
        VM.assertEq(_dao.lateQuorumVoteExtension(), 20, "lateQuorumExtension");
        VM.assertEq(_dao.executionDelay(), _world.executionDelay(), "executionDelay");
        VM.assertEq(_dao.gracePeriod(), 60 days, "gracePeriod");
        VM.assertEq(_dao.proposalThreshold(), 0.1e18, "proposalThreshold");
        VM.assertEq(_dao.quorumNumerator(), 4, "quorumPercent");
        VM.assertEq(_dao.quorumFloor(), 1e18, "quorumFloor");
        VM.assertEq(_dao.proposalGuardian(), _world.guardian(), "guardian");
    }

    /// @dev Every argument of every action is one word, so five random words fit any action.
    function _call(bytes4 action, uint256 random) private pure returns (bytes memory data) {
        data = abi.encodePacked(action);
        for (uint256 i = 0; i < 5; ++i) data = bytes.concat(data, keccak256(abi.encode(random, i)));
    }

    function _bubble(bytes memory result) private pure {
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }
}
