// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IServiceDAO} from "../../../contracts/interfaces/IServiceDAO.sol";
import {signBallotPaper} from "../../fixtures/Signatures.sol";
import {VM, bound} from "../../fixtures/Vm.sol";
import {World} from "../World.sol";
import {Handler} from "./Handler.sol";

/// @notice Proposals from creation to execution, and the passing of time.
contract GovernanceHandler is Handler {
    enum Kind {
        PayCoins,
        PayEther,
        Mint,
        SetExecutionDelay,
        SetCap,
        SetBudget
    }

    struct Plan {
        Kind kind;
        address account;
        uint256 amount;
        uint256 period;
    }

    /// @dev Only recent proposals are used, so that the cost of a call does not grow.
    uint256 private constant WATCHED = 6;
    bytes32 private constant REF = "ref";

    mapping(uint256 proposalId => Plan) private _plans;
    address private _lastVoter;
    bytes private _lastBallot;

    constructor(World world) Handler(world) {
        _addKind("propose");
        _addKind("castVote");
        _addKind("castVotes");
        _addKind("castVotesBySig");
        _addKind("queue");
        _addKind("execute payment of coins");
        _addKind("execute payment of ether");
        _addKind("execute mint");
        _addKind("execute setExecutionDelay");
        _addKind("execute setCap");
        _addKind("execute setBudget");
        _addKind("cancel");
        _addKind("wait");
        _addKind("advance");
        _addKind("refused second vote");
        _addKind("refused second ballot");
        _addKind("refused early execution");
        _addKind("refused cancel by a stranger");
    }

    function actions() external pure override returns (bytes4[] memory list) {
        list = new bytes4[](13);
        list[0] = this.propose.selector;
        list[1] = this.castVote.selector;
        list[2] = this.castVotes.selector;
        list[3] = this.castVotesBySig.selector;
        list[4] = this.queue.selector;
        list[5] = this.execute.selector;
        list[6] = this.cancel.selector;
        list[7] = this.wait.selector;
        list[8] = this.advance.selector;
        list[9] = this.voteAgain.selector;
        list[10] = this.replayBallot.selector;
        list[11] = this.executeEarly.selector;
        list[12] = this.cancelByStranger.selector;
    }

    // Life of a proposal

    function propose(uint256 memberSeed, uint256 kind, uint256 amount, uint256 period) external watched {
        address proposer = _world.member(memberSeed);
        if (_dao.getVotes(proposer, block.timestamp - 1) < _dao.proposalThreshold()) return;
        uint256 id = _world.proposals() + 1;
        _plans[id] = Plan(Kind(kind % 6), _world.member(kind >> 8), bound(amount, 1, 0.2e18), bound(period, 1, 400));
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _calls(_plans[id]);
        VM.prank(proposer);
        uint256 given = _dao.propose(targets, values, calldatas, _description(id));
        VM.assertEq(given, id, "ids count up");
        _world.noteProposal(id, block.timestamp + 10);
        _count("propose");
    }

    function castVote(uint256 memberSeed, uint256 proposalSeed, uint256 supportSeed) external watched {
        (uint256 id, address voter) = (_find(proposalSeed, IGovernor.ProposalState.Active), _world.member(memberSeed));
        if (id == 0 || _world.ballotsOf(id, voter) != 0) return;
        uint8 support = _support(supportSeed);
        VM.prank(voter);
        uint256 weight = _dao.castVote(id, support);
        VM.assertEq(weight, _world.weightOf(id, voter), "weight at the snapshot");
        _world.noteBallot(id, voter, support);
        _count("castVote");
    }

    function castVotes(uint256 memberSeed, uint256 supportSeed) external watched {
        address voter = _world.member(memberSeed);
        (uint256[] memory ids, uint8[] memory support) = _ballot(voter, supportSeed);
        if (ids.length == 0) return;
        VM.prank(voter);
        _dao.castVotes(ids, support);
        for (uint256 i = 0; i < ids.length; ++i) _world.noteBallot(ids[i], voter, support[i]);
        _count("castVotes");
    }

    function castVotesBySig(uint256 memberSeed, uint256 supportSeed) external watched {
        address voter = _world.member(memberSeed);
        (uint256[] memory ids, uint8[] memory support) = _ballot(voter, supportSeed);
        if (ids.length == 0) return;
        bytes memory signature = signBallotPaper(_dao, _world.key(memberSeed), ids, support);
        _dao.castVotesBySig(ids, support, voter, signature);
        for (uint256 i = 0; i < ids.length; ++i) _world.noteBallot(ids[i], voter, support[i]);
        (_lastVoter, _lastBallot) = (voter, abi.encodeCall(_dao.castVotesBySig, (ids, support, voter, signature)));
        _count("castVotesBySig");
    }

    function queue(uint256 proposalSeed) external watched {
        uint256 id = _find(proposalSeed, IGovernor.ProposalState.Succeeded);
        if (id == 0) return;
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _calls(_plans[id]);
        _dao.queue(targets, values, calldatas, keccak256(bytes(_description(id))));
        VM.assertEq(_dao.proposalEta(id), block.timestamp + _world.executionDelay(), "time of execution");
        _count("queue");
    }

    function execute(uint256 proposalSeed) external watched {
        uint256 id = _find(proposalSeed, IGovernor.ProposalState.Queued);
        if (id == 0 || block.timestamp < _dao.proposalEta(id) || !_isAffordable(_plans[id])) return;
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _calls(_plans[id]);
        _dao.execute(targets, values, calldatas, keccak256(bytes(_description(id))));
        _noteExecution(_plans[id]);
    }

    function cancel(uint256 proposalSeed, uint256 state) external watched {
        // If the guardian canceled everything, nothing would be executed.
        if (proposalSeed % 4 != 0) return;
        uint256 id = _find(proposalSeed >> 8, IGovernor.ProposalState(state % 2));
        if (id == 0) return;
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _calls(_plans[id]);
        VM.prank(_world.guardian());
        _dao.cancel(targets, values, calldatas, keccak256(bytes(_description(id))));
        _count("cancel");
    }

    // Time

    function wait(uint256 duration) external watched {
        _world.wait(bound(duration, 1, 30));
        _count("wait");
    }

    /// @dev Moves time to the next step of a proposal.
    function advance(uint256 proposalSeed) external watched {
        if (_world.proposals() == 0) return;
        uint256 id = _idOf(proposalSeed);
        IGovernor.ProposalState state = _dao.state(id);
        if (state == IGovernor.ProposalState.Pending) {
            _world.warpTo(_dao.proposalSnapshot(id) + 1);
        } else if (state == IGovernor.ProposalState.Active && _dao.quorumReached(id)) {
            _world.warpTo(_dao.proposalDeadline(id) + 1);
        } else if (state == IGovernor.ProposalState.Queued) {
            _world.warpTo(_dao.proposalEta(id));
        } else {
            return;
        }
        _count("advance");
    }

    // Attacks

    function voteAgain(uint256 memberSeed, uint256 proposalSeed, uint256 supportSeed) external watched {
        (uint256 id, address voter) = (_find(proposalSeed, IGovernor.ProposalState.Active), _world.member(memberSeed));
        if (id == 0 || _world.ballotsOf(id, voter) == 0) return;
        _mustRefuse(
            "refused second vote",
            voter,
            address(_dao),
            abi.encodeCall(_dao.castVote, (id, _support(supportSeed))),
            abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, voter)
        );
    }

    function replayBallot(uint256 memberSeed) external watched {
        if (_lastVoter == address(0)) return;
        _mustRefuse(
            "refused second ballot",
            _world.member(memberSeed),
            address(_dao),
            _lastBallot,
            abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, _lastVoter)
        );
    }

    function executeEarly(uint256 memberSeed, uint256 proposalSeed) external watched {
        uint256 id = _find(proposalSeed, IGovernor.ProposalState.Queued);
        if (id == 0 || block.timestamp >= _dao.proposalEta(id)) return;
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _calls(_plans[id]);
        _mustRefuse(
            "refused early execution",
            _world.member(memberSeed),
            address(_dao),
            abi.encodeCall(_dao.execute, (targets, values, calldatas, keccak256(bytes(_description(id))))),
            abi.encodeWithSelector(IServiceDAO.ServiceDAOExecutionTooEarly.selector, id, _dao.proposalEta(id))
        );
    }

    function cancelByStranger(uint256 memberSeed, uint256 proposalSeed) external watched {
        uint256 id = _find(proposalSeed, IGovernor.ProposalState.Active);
        address stranger = _world.member(memberSeed);
        if (id == 0 || stranger == _world.guardian()) return;
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _calls(_plans[id]);
        _mustRefuse(
            "refused cancel by a stranger",
            stranger,
            address(_dao),
            abi.encodeCall(_dao.cancel, (targets, values, calldatas, keccak256(bytes(_description(id))))),
            abi.encodeWithSelector(IGovernor.GovernorUnableToCancel.selector, id, stranger)
        );
    }

    // Internal

    function _calls(
        Plan memory plan
    ) private view returns (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) {
        (targets, values, calldatas) = (new address[](1), new uint256[](1), new bytes[](1));
        targets[0] = address(_treasury);
        address coin = address(_coin);
        if (plan.kind == Kind.PayCoins) {
            calldatas[0] = abi.encodeCall(_treasury.pay, (coin, plan.account, plan.amount, REF));
        } else if (plan.kind == Kind.PayEther) {
            calldatas[0] = abi.encodeCall(_treasury.pay, (ETHER, plan.account, plan.amount, REF));
        } else if (plan.kind == Kind.SetCap) {
            calldatas[0] = abi.encodeCall(_treasury.setCap, (ETHER, 1e18 + plan.amount, 1 + (plan.period % 60)));
        } else if (plan.kind == Kind.SetBudget) {
            calldatas[0] = abi.encodeCall(_treasury.setBudget, (_world.member(0), coin, plan.amount, plan.period));
        } else if (plan.kind == Kind.Mint) {
            targets[0] = coin;
            calldatas[0] = abi.encodeCall(_coin.mint, (plan.account, plan.amount));
        } else {
            targets[0] = address(_dao);
            calldatas[0] = abi.encodeCall(_dao.setExecutionDelay, (_delay(plan)));
        }
    }

    function _isAffordable(Plan memory plan) private view returns (bool) {
        if (plan.kind == Kind.Mint) return plan.amount <= _coin.cap() - _coin.totalSupply();
        if (plan.kind != Kind.PayCoins && plan.kind != Kind.PayEther) return true;
        bool ether_ = plan.kind == Kind.PayEther;
        (, uint256 period, uint256 available) = _treasury.capOf(ether_ ? ETHER : address(_coin));
        uint256 balance = ether_ ? address(_treasury).balance : _coin.balanceOf(address(_treasury));
        return plan.amount <= balance && (period == 0 || plan.amount <= available);
    }

    function _noteExecution(Plan memory plan) private {
        if (plan.kind == Kind.PayCoins) {
            _world.noteCoins(address(_treasury), plan.account, plan.amount);
            _count("execute payment of coins");
        } else if (plan.kind == Kind.PayEther) {
            _world.noteEther(0, plan.amount);
            _count("execute payment of ether");
        } else if (plan.kind == Kind.Mint) {
            _world.noteCoins(address(0), plan.account, plan.amount);
            _count("execute mint");
        } else if (plan.kind == Kind.SetCap) {
            _world.noteSetCap(ETHER, 1e18 + plan.amount, 1 + (plan.period % 60));
            _count("execute setCap");
        } else if (plan.kind == Kind.SetBudget) {
            _world.noteBudget(_world.member(0), address(_coin), plan.amount, plan.period);
            _count("execute setBudget");
        } else {
            _world.noteExecutionDelay(_delay(plan));
            _count("execute setExecutionDelay");
        }
    }

    function _delay(Plan memory plan) private pure returns (uint32) {
        return uint32(1 hours + (plan.period % 30));
    }

    function _description(uint256 id) private pure returns (string memory) {
        return string(abi.encodePacked("proposal ", bytes32(id)));
    }

    /// @dev Returns mostly votes for, so that proposals pass.
    function _support(uint256 seed) private pure returns (uint8) {
        return
            seed % 8 == 0
                ? 0
                : seed % 8 == 1
                    ? 2
                    : 1;
    }

    function _idOf(uint256 seed) private view returns (uint256) {
        uint256 last = _world.proposals();
        return last - (seed % (last < WATCHED ? last : WATCHED));
    }

    /// @dev Returns a recent proposal in this state, or 0.
    function _find(uint256 seed, IGovernor.ProposalState state) private view returns (uint256) {
        if (_world.proposals() == 0) return 0;
        for (uint256 i = 0; i < WATCHED; ++i) {
            uint256 id = _idOf((seed % WATCHED) + i);
            if (_dao.state(id) == state) return id;
        }
        return 0;
    }

    function _ballot(
        address voter,
        uint256 supportSeed
    ) private view returns (uint256[] memory ids, uint8[] memory support) {
        uint256 last = _world.proposals();
        uint256 first = last > WATCHED ? last - WATCHED + 1 : 1;
        uint256[] memory open = new uint256[](WATCHED);
        uint256 count = 0;
        for (uint256 id = first; id <= last; ++id) {
            if (_dao.state(id) != IGovernor.ProposalState.Active || _world.ballotsOf(id, voter) != 0) continue;
            open[count++] = id;
        }
        (ids, support) = (new uint256[](count), new uint8[](count));
        for (uint256 i = 0; i < count; ++i) (ids[i], support[i]) = (open[i], _support(supportSeed >> (8 * i)));
    }
}
