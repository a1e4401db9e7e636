// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ServiceDAO} from "../../contracts/ServiceDAO.sol";
import {FuzzSelector} from "../fixtures/FuzzSelector.sol";
import {VM} from "../fixtures/Vm.sol";
import {SettingsHandler} from "./handlers/SettingsHandler.sol";

/// @notice The invariants of settings that change while proposals are in progress, numbered as in README.md.
/// hardhat-config: invariant.runs = 12
/// hardhat-config: invariant.depth = 160
contract SettingsInvariantsTest {
    /// @dev Sequences of random calls, each from the beginning, within which every kind must succeed.
    uint256 private constant SEQUENCES = 4;
    uint256 private constant CALLS = 400;

    SettingsHandler private _handler;
    ServiceDAO private _dao;

    function setUp() public {
        _handler = new SettingsHandler();
        _dao = _handler.dao();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_handler), _handler.actions());
    }

    function invariant_17_whatHasEndedStaysEndedAndVotingIsExtendedOnce() public view {
        VM.assertLe(_dao.lateQuorumVoteExtension(), _dao.votingPeriod(), "extension longer than the voting period");
        SettingsHandler.Model[] memory proposals = _handler.proposals();
        for (uint256 id = 1; id <= proposals.length; ++id) {
            SettingsHandler.Model memory model = proposals[id - 1];
            IGovernor.ProposalState state = _dao.state(id);
            VM.assertEq(uint256(state), uint256(_handler.stateOf(id)), "state");
            VM.assertEq(_dao.proposalSnapshot(id), model.snapshot, "snapshot");
            VM.assertEq(_dao.proposalDeadline(id), model.deadline, "deadline");
            VM.assertEq(_dao.proposalEta(id), model.readyAt, "time of execution");
            VM.assertLe(model.extensions, 1, "extensions");
            (bool isFinal, IGovernor.ProposalState finalState) = _handler.finalStateOf(id);
            if (isFinal) VM.assertEq(uint256(state), uint256(finalState), "state of what had ended");
        }
    }

    function invariant_21_aPassedProposalSetsWhatItsSnapshotAllows() public view {
        _assertSetting(SettingsHandler.Setting.VotingDelay, _dao.votingDelay(), "votingDelay");
        _assertSetting(SettingsHandler.Setting.VotingPeriod, _dao.votingPeriod(), "votingPeriod");
        _assertSetting(SettingsHandler.Setting.Extension, _dao.lateQuorumVoteExtension(), "extension");
        _assertSetting(SettingsHandler.Setting.ExecutionDelay, _dao.executionDelay(), "executionDelay");
        _assertSetting(SettingsHandler.Setting.GracePeriod, _dao.gracePeriod(), "gracePeriod");
        _assertSetting(SettingsHandler.Setting.Threshold, _dao.proposalThreshold(), "proposalThreshold");
        _assertSetting(SettingsHandler.Setting.QuorumPercent, _dao.quorumNumerator(), "quorumPercent");
        _assertSetting(SettingsHandler.Setting.QuorumFloor, _dao.quorumFloor(), "quorumFloor");
    }

    function test_everyKindOfActionGetsThroughWithSettings() external {
        bytes32[] memory kinds = _handler.kinds();
        uint256[] memory successes = new uint256[](kinds.length);
        for (uint256 sequence = 0; sequence < SEQUENCES; ++sequence) {
            setUp();
            bytes4[] memory actions = _handler.actions();
            for (uint256 i = 0; i < CALLS; ++i) {
                uint256 seed = uint256(keccak256(abi.encode("settings", sequence, i)));
                bytes4 action = actions[(seed >> 128) % actions.length];
                (bool success, bytes memory result) = address(_handler).call(abi.encodeWithSelector(action, seed));
                if (!success) _bubble(result);
                // External calls, because the memory of each is freed.
                this.invariant_17_whatHasEndedStaysEndedAndVotingIsExtendedOnce();
                this.invariant_21_aPassedProposalSetsWhatItsSnapshotAllows();
            }
            for (uint256 i = 0; i < kinds.length; ++i) successes[i] += _handler.successes(kinds[i]);
        }
        for (uint256 i = 0; i < kinds.length; ++i) {
            VM.assertTrue(successes[i] != 0, string(abi.encodePacked("never: ", kinds[i])));
        }
    }

    function _assertSetting(SettingsHandler.Setting setting, uint256 value, string memory name) private view {
        VM.assertEq(value, _handler.settingOf(setting), name);
    }

    function _bubble(bytes memory result) private pure {
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }
}
