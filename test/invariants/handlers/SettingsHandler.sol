// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IServiceDAO} from "../../../contracts/interfaces/IServiceDAO.sol";
import {ServiceDAO} from "../../../contracts/ServiceDAO.sol";
import {SystemBase} from "../../fixtures/SystemBase.sol";
import {VM, bound} from "../../fixtures/Vm.sol";
import {Kinds} from "./Kinds.sol";

/// @notice Proposals that change the settings of the DAO while others are pending, open, passed or queued, members that
/// lock and unlock at any time, and a model of both.
contract SettingsHandler is SystemBase, Kinds {
    enum Setting {
        VotingDelay,
        VotingPeriod,
        Extension,
        ExecutionDelay,
        GracePeriod,
        Threshold,
        QuorumPercent,
        QuorumFloor
    }

    /// @dev `locked`, `quorum` and `grace` are those at the snapshot.
    struct Model {
        Setting setting;
        uint256 asked;
        uint256 snapshot;
        uint256 deadline;
        uint256 extensions;
        uint256 locked;
        uint256 quorum;
        uint256 grace;
        uint256 against;
        uint256 inFavor;
        uint256 abstain;
        bool isQuorum;
        uint256 readyAt;
        bool isExecuted;
        bool isCanceled;
    }

    uint256 private constant SETTINGS = 8;
    uint256 private constant MAX_PROPOSALS = 20;

    Model[] private _models;
    mapping(uint256 proposalId => mapping(address voter => uint256)) private _weightOf;
    mapping(uint256 proposalId => mapping(address voter => bool)) private _hasVoted;
    mapping(address member => uint256) private _lockedOf;
    mapping(Setting setting => uint256) public settingOf;
    /// @dev The first final state of a proposal, plus one.
    mapping(uint256 proposalId => uint256) private _finalOf;
    uint256 private _locked;
    uint256 private _time;

    error NotRefused(bytes32 kind, uint256 proposalId, bytes result);

    constructor() {
        _deploySystem();
        _time = START;
        for (uint256 i = 0; i < MEMBERS; ++i) _lock(_member(i), SHARE / 2);
        IServiceDAO.Settings memory settings = _initialSettings();
        settingOf[Setting.VotingDelay] = settings.votingDelay;
        settingOf[Setting.VotingPeriod] = settings.votingPeriod;
        settingOf[Setting.Extension] = settings.lateQuorumExtension;
        settingOf[Setting.ExecutionDelay] = settings.executionDelay;
        settingOf[Setting.GracePeriod] = settings.gracePeriod;
        settingOf[Setting.Threshold] = settings.proposalThreshold;
        settingOf[Setting.QuorumPercent] = settings.quorumPercent;
        settingOf[Setting.QuorumFloor] = settings.quorumFloor;
        _warp(START + 1);
        _addKind("propose");
        _addKind("vote");
        _addKind("late vote that extends");
        _addKind("queue");
        _addKind("execute");
        _addKind("execute after unlocking");
        _addKind("set less than asked");
        _addKind("shorten the extension");
        _addKind("cancel");
        _addKind("lock");
        _addKind("unlock");
        _addKind("advance");
        _addKind("no queue after the end");
        _addKind("no execution after the end");
        _addKind("expired");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](9);
        list[0] = this.propose.selector;
        list[1] = this.vote.selector;
        list[2] = this.queue.selector;
        list[3] = this.execute.selector;
        list[4] = this.cancel.selector;
        list[5] = this.lock.selector;
        list[6] = this.unlock.selector;
        list[7] = this.advance.selector;
        list[8] = this.revive.selector;
    }

    function dao() external view returns (ServiceDAO) {
        return _dao;
    }

    function proposals() external view returns (Model[] memory) {
        return _models;
    }

    function finalStateOf(uint256 id) external view returns (bool isFinal, IGovernor.ProposalState state) {
        uint256 noted = _finalOf[id];
        if (noted != 0) return (true, IGovernor.ProposalState(noted - 1));
    }

    // Life of a proposal

    function propose(uint256 seed) external {
        address proposer = _member(_random(seed, 0));
        if (_models.length == MAX_PROPOSALS) return;
        if (_dao.getVotes(proposer, _time - 1) < settingOf[Setting.Threshold]) return;
        Model storage model = _models.push();
        model.setting = _settingOf(_random(seed, 1));
        model.asked = _asked(model.setting, _random(seed, 2));
        model.snapshot = _time + settingOf[Setting.VotingDelay];
        model.deadline = model.snapshot + settingOf[Setting.VotingPeriod];
        uint256 id = _models.length;
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = _calls(id);
        VM.prank(proposer);
        VM.assertEq(_dao.propose(targets, values, calls, _description(id)), id, "id");
        _count("propose");
        _noteEnds();
    }

    /// @dev Half of the members vote, mostly for, so that proposals pass.
    function vote(uint256 seed) external {
        uint256 id = _find(seed, IGovernor.ProposalState.Active);
        if (id == 0) return;
        for (uint256 i = 0; i < MEMBERS; ++i) {
            uint256 random = _random(seed, 10 + i);
            if (_hasVoted[id][_member(i)] || random % 2 == 0) continue;
            _vote(
                id,
                _member(i),
                uint8(
                    (random >> 8) % 8 == 0
                        ? 0
                        : (random >> 8) % 8 == 1
                            ? 2
                            : 1
                )
            );
        }
        _noteEnds();
    }

    function queue(uint256 seed) external {
        uint256 id = _find(seed, IGovernor.ProposalState.Succeeded);
        if (id == 0) return;
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = _calls(id);
        _dao.queue(targets, values, calls, keccak256(bytes(_description(id))));
        _models[id - 1].readyAt = _time + settingOf[Setting.ExecutionDelay];
        _count("queue");
        _noteEnds();
    }

    /// @dev Must succeed, whatever was locked or unlocked since the vote, and whatever others have set.
    function execute(uint256 seed) external {
        uint256 id = _find(seed, IGovernor.ProposalState.Queued);
        if (id == 0 || _time < _models[id - 1].readyAt) return;
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = _calls(id);
        _dao.execute(targets, values, calls, keccak256(bytes(_description(id))));
        Model storage model = _models[id - 1];
        model.isExecuted = true;
        if (_locked < model.locked) _count("execute after unlocking");
        _set(model);
        _count("execute");
        _noteEnds();
    }

    function cancel(uint256 seed) external {
        // If the guardian canceled everything, nothing would be executed.
        uint256 id = _find(seed, IGovernor.ProposalState(_random(seed, 1) % 2));
        if (id == 0 || _random(seed, 2) % 4 != 0) return;
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = _calls(id);
        VM.prank(_initialSettings().guardian);
        _dao.cancel(targets, values, calls, keccak256(bytes(_description(id))));
        _models[id - 1].isCanceled = true;
        _count("cancel");
        _noteEnds();
    }

    /// @dev Tries to queue and to execute a proposal that has ended.
    function revive(uint256 seed) external {
        if (_models.length == 0) return;
        uint256 id = 1 + (_random(seed, 0) % _models.length);
        if (_finalOf[id] == 0) return;
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = _calls(id);
        bytes32 hash = keccak256(bytes(_description(id)));
        _mustRefuse("no queue after the end", id, abi.encodeCall(_dao.queue, (targets, values, calls, hash)));
        _mustRefuse("no execution after the end", id, abi.encodeCall(_dao.execute, (targets, values, calls, hash)));
    }

    // Locking

    function lock(uint256 seed) external {
        address member = _member(_random(seed, 0));
        _lock(member, bound(_random(seed, 1), 0, _coin.balanceOf(member)));
        _count("lock");
    }

    /// @dev Unlocks any part, also all, so that votes of a passed proposal are no longer backed.
    function unlock(uint256 seed) external {
        address member = _member(_random(seed, 0));
        uint256 amount = bound(_random(seed, 1), 0, _lockedOf[member]);
        VM.prank(member);
        _votes.withdrawTo(member, amount);
        _lockedOf[member] -= amount;
        _locked -= amount;
        _count("unlock");
    }

    // Time

    /// @dev Moves to a limit of a proposal or to the second after it.
    function advance(uint256 seed) external {
        uint256 id = _findLive(_random(seed, 0));
        if (id == 0) return;
        Model storage model = _models[id - 1];
        uint256 kind = _random(seed, 1) % 8;
        uint256 time = model.deadline;
        if (kind < 3) time = model.snapshot;
        else if (kind == 5 && model.readyAt != 0) time = model.readyAt;
        else if (kind == 6 && model.readyAt != 0) time = model.readyAt + model.grace;
        else if (kind == 7 && _random(seed, 3) % 4 == 0) time = model.deadline + model.grace;
        _warp(time + (_random(seed, 2) % 2));
        _count("advance");
        _noteEnds();
    }

    // Model

    function _vote(uint256 id, address voter, uint8 support) private {
        VM.prank(voter);
        _dao.castVote(id, support);
        _hasVoted[id][voter] = true;
        Model storage model = _models[id - 1];
        uint256 weight = _weightOf[id][voter];
        if (support == 0) model.against += weight;
        else if (support == 1) model.inFavor += weight;
        else model.abstain += weight;
        _count("vote");
        if (support == 0 || model.isQuorum || model.inFavor + model.abstain < model.quorum) return;
        model.isQuorum = true;
        uint256 extended = _time + settingOf[Setting.Extension];
        if (extended <= model.deadline) return;
        (model.deadline, model.extensions) = (extended, model.extensions + 1);
        _count("late vote that extends");
    }

    /// @notice Returns the state that a proposal must have.
    function stateOf(uint256 id) public view returns (IGovernor.ProposalState) {
        Model storage model = _models[id - 1];
        if (model.isExecuted) return IGovernor.ProposalState.Executed;
        if (model.isCanceled) return IGovernor.ProposalState.Canceled;
        if (_time <= model.snapshot) return IGovernor.ProposalState.Pending;
        if (_time <= model.deadline) return IGovernor.ProposalState.Active;
        if (!model.isQuorum || model.inFavor <= model.against) return IGovernor.ProposalState.Defeated;
        uint256 end = (model.readyAt == 0 ? model.deadline : model.readyAt) + model.grace;
        if (_time > end) return IGovernor.ProposalState.Expired;
        return model.readyAt == 0 ? IGovernor.ProposalState.Succeeded : IGovernor.ProposalState.Queued;
    }

    function _set(Model storage model) private {
        Setting setting = model.setting;
        uint256 value = model.asked;
        uint256 period = settingOf[Setting.VotingPeriod];
        if (setting == Setting.Extension && value > period) value = period;
        if (setting == Setting.Threshold && value > model.locked / 20) value = model.locked / 20;
        if (setting == Setting.QuorumFloor && value > (model.locked * 30) / 100) value = (model.locked * 30) / 100;
        if (value != model.asked) _count("set less than asked");
        settingOf[setting] = value;
        if (setting == Setting.VotingPeriod && settingOf[Setting.Extension] > value) {
            settingOf[Setting.Extension] = value;
            _count("shorten the extension");
        }
    }

    /// @dev Notes what holds at each snapshot that passes.
    function _warp(uint256 time) private {
        if (time <= _time) return;
        for (uint256 id = 1; id <= _models.length; ++id) {
            Model storage model = _models[id - 1];
            if (model.snapshot < _time || model.snapshot >= time) continue;
            for (uint256 i = 0; i < MEMBERS; ++i) _weightOf[id][_member(i)] = _lockedOf[_member(i)];
            (model.locked, model.grace) = (_locked, settingOf[Setting.GracePeriod]);
            model.quorum = (_locked * settingOf[Setting.QuorumPercent]) / 100;
            if (model.quorum < settingOf[Setting.QuorumFloor]) model.quorum = settingOf[Setting.QuorumFloor];
        }
        _time = time;
        VM.warp(time);
    }

    /// @dev Notes the state of each proposal that has ended. It is read from the DAO, and must never change again.
    function _noteEnds() private {
        for (uint256 id = 1; id <= _models.length; ++id) {
            if (_finalOf[id] != 0) continue;
            IGovernor.ProposalState state = _dao.state(id);
            bool isFinal = state == IGovernor.ProposalState.Canceled || state == IGovernor.ProposalState.Defeated;
            if (state == IGovernor.ProposalState.Expired) _count("expired");
            else if (!isFinal && state != IGovernor.ProposalState.Executed) continue;
            _finalOf[id] = uint256(state) + 1;
        }
    }

    // Internal

    /// @dev The extension is as long as the voting period, so that a shorter period shortens it.
    function _initialSettings() internal view override returns (IServiceDAO.Settings memory settings) {
        settings = super._initialSettings();
        (settings.votingPeriod, settings.lateQuorumExtension) = (3 days, 3 days);
    }

    function _lock(address member, uint256 amount) private {
        VM.prank(member);
        _coin.transferAndCall(address(_votes), amount);
        _lockedOf[member] += amount;
        _locked += amount;
    }

    function _mustRefuse(bytes32 kind, uint256 id, bytes memory call) private {
        (bool success, bytes memory result) = address(_dao).call(call);
        bytes4 expected = IGovernor.GovernorUnexpectedProposalState.selector;
        if (success || bytes4(result) != expected) revert NotRefused(kind, id, result);
        _count(kind);
    }

    /// @dev Returns the voting period or the extension half of the time, because they limit each other.
    function _settingOf(uint256 random) private pure returns (Setting) {
        if (random % 4 == 0) return Setting.VotingPeriod;
        return random % 4 == 1 ? Setting.Extension : Setting((random >> 8) % SETTINGS);
    }

    /// @dev Returns a value that the DAO accepts, but perhaps lowers.
    function _asked(Setting setting, uint256 random) private pure returns (uint256) {
        if (setting == Setting.VotingDelay) return bound(random, 1 hours, 2 days);
        if (setting == Setting.VotingPeriod) return bound(random, 1 hours, random % 2 == 0 ? 2 hours : 9 days);
        if (setting == Setting.Extension) return bound(random, 0, 9 days);
        if (setting == Setting.ExecutionDelay) return bound(random, 1 hours, 5 days);
        if (setting == Setting.GracePeriod) return bound(random, 1 days, random % 2 == 0 ? 2 days : 90 days);
        if (setting == Setting.QuorumPercent) return random % 31;
        return bound(random, 0, setting == Setting.Threshold ? 3e18 : 18e18);
    }

    function _calls(
        uint256 id
    ) private view returns (address[] memory targets, uint256[] memory values, bytes[] memory calls) {
        (targets, values, calls) = (new address[](1), new uint256[](1), new bytes[](1));
        Model storage model = _models[id - 1];
        targets[0] = address(_dao);
        calls[0] = abi.encodeWithSelector(_setterOf(model.setting), model.asked);
    }

    function _setterOf(Setting setting) private view returns (bytes4) {
        if (setting == Setting.VotingDelay) return _dao.setVotingDelay.selector;
        if (setting == Setting.VotingPeriod) return _dao.setVotingPeriod.selector;
        if (setting == Setting.Extension) return _dao.setLateQuorumVoteExtension.selector;
        if (setting == Setting.ExecutionDelay) return _dao.setExecutionDelay.selector;
        if (setting == Setting.GracePeriod) return _dao.setGracePeriod.selector;
        if (setting == Setting.Threshold) return _dao.setProposalThreshold.selector;
        if (setting == Setting.QuorumPercent) return _dao.updateQuorumNumerator.selector;
        return _dao.setQuorumFloor.selector;
    }

    function _find(uint256 seed, IGovernor.ProposalState state) private view returns (uint256) {
        uint256 first = _random(seed, 1000) >> 8;
        for (uint256 i = 0; i < _models.length; ++i) {
            uint256 id = 1 + ((first + i) % _models.length);
            if (stateOf(id) == state) return id;
        }
        return 0;
    }

    /// @dev Returns a proposal that has not ended, or 0.
    function _findLive(uint256 random) private view returns (uint256) {
        for (uint256 i = 0; i < _models.length; ++i) {
            uint256 id = 1 + (((random >> 8) + i) % _models.length);
            if (_finalOf[id] == 0) return id;
        }
        return 0;
    }

    function _description(uint256 id) private pure returns (string memory) {
        return string(abi.encodePacked("setting ", bytes32(id)));
    }

    function _random(uint256 seed, uint256 n) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, n)));
    }
}
