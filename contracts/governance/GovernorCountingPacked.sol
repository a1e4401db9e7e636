// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IServiceDAO} from "../interfaces/IServiceDAO.sol";
import {BallotPaper} from "../libraries/BallotPaper.sol";
import {Tally} from "../types/Tally.sol";

/// @title GovernorCountingPacked
/// @notice Counts against, for and abstain: one word per proposal, and one bit per voter and proposal.
/// @dev Needs ids that count up, so that the bits of one voter lie side by side.
///
/// That quorum was reached is written into the tally by the vote that reaches it. Both sides of that comparison are final
/// by then: votes only grow, and `quorum` looks at the snapshot. So `state`, `queue` and `execute` need not compute it again.
abstract contract GovernorCountingPacked is IServiceDAO, GovernorPreventLateQuorum {
    using BitMaps for BitMaps.BitMap;

    uint8 private constant AGAINST = 0;
    uint8 private constant FOR = 1;
    uint8 private constant ABSTAIN = 2;

    mapping(uint256 proposalId => Tally) private _tallies;
    mapping(address voter => BitMaps.BitMap proposalIds) private _voted;

    // Voting

    /// @inheritdoc IServiceDAO
    function castVotes(uint256[] calldata proposalIds, uint8[] calldata support) external {
        _checkBallotPaper(proposalIds, support);
        for (uint256 i = 0; i < proposalIds.length; ++i) _castVote(proposalIds[i], msg.sender, support[i], "");
    }

    /// @inheritdoc IServiceDAO
    function castVotesBySig(
        uint256[] calldata proposalIds,
        uint8[] calldata support,
        address voter,
        bytes calldata signature
    ) external {
        _checkBallotPaper(proposalIds, support);
        bytes32 digest = _hashTypedDataV4(BallotPaper.hash(proposalIds, support, voter, _useNonce(voter)));
        if (!SignatureChecker.isValidSignatureNowCalldata(voter, digest, signature)) {
            revert GovernorInvalidSignature(voter);
        }
        bool counted = false;
        for (uint256 i = 0; i < proposalIds.length; ++i) {
            if (_isPassedOver(proposalIds[i], voter)) continue;
            _castVote(proposalIds[i], voter, support[i], "");
            counted = true;
        }
        if (!counted) revert ServiceDAONothingToVote(voter);
    }

    // Reading

    /// @inheritdoc IGovernor
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() public pure override returns (string memory) {
        return "support=bravo&quorum=for,abstain";
    }

    /// @inheritdoc IGovernor
    function hasVoted(uint256 proposalId, address account) public view override returns (bool) {
        return _voted[account].get(proposalId);
    }

    /// @inheritdoc IServiceDAO
    function proposalVotes(
        uint256 proposalId
    ) external view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) {
        Tally tally = _tallies[proposalId];
        return (tally.votesOf(AGAINST), tally.votesOf(FOR), tally.votesOf(ABSTAIN));
    }

    /// @inheritdoc IServiceDAO
    function quorumReached(uint256 proposalId) external view returns (bool) {
        return _quorumReached(proposalId);
    }

    /// @inheritdoc Governor
    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256) {
        // Most proposals are not extended, and the tally is read for every vote anyway.
        return
            _tallies[proposalId].isExtended()
                ? super.proposalDeadline(proposalId)
                : Governor.proposalDeadline(proposalId);
    }

    // Internal

    function _checkBallotPaper(uint256[] calldata proposalIds, uint8[] calldata support) private pure {
        if (proposalIds.length != support.length || proposalIds.length == 0) {
            revert ServiceDAOInvalidBallotPaper(proposalIds.length, support.length);
        }
    }

    /// @dev Pending is not passed over: `_castVote` refuses it.
    function _isPassedOver(uint256 proposalId, address voter) private view returns (bool) {
        ProposalState current = state(proposalId);
        bool over = current != ProposalState.Active && current != ProposalState.Pending;
        return over || hasVoted(proposalId, voter);
    }

    function _countVote(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 totalWeight,
        bytes memory // params
    ) internal override returns (uint256) {
        if (support > ABSTAIN) revert GovernorInvalidVoteType();
        if (hasVoted(proposalId, account)) revert GovernorAlreadyCastVote(account);
        _voted[account].set(proposalId);

        Tally tally = _tallies[proposalId].add(support, totalWeight);
        // A vote against adds nothing to the quorum.
        if (support != AGAINST && !tally.hasQuorum() && _isQuorum(tally, proposalId)) {
            bool late = clock() + lateQuorumVoteExtension() > proposalDeadline(proposalId);
            tally = tally.withQuorum(late);
        }
        _tallies[proposalId] = tally;
        return totalWeight;
    }

    /// @dev OpenZeppelin writes a new deadline whenever quorum is reached; here only when it is later than the old one.
    function _tallyUpdated(uint256 proposalId) internal virtual override {
        if (_tallies[proposalId].isExtended()) super._tallyUpdated(proposalId);
    }

    function _isQuorum(Tally tally, uint256 proposalId) private view returns (bool) {
        return _isQuorum(tally.votesOf(FOR) + tally.votesOf(ABSTAIN), proposalSnapshot(proposalId));
    }

    /// @dev Whether `votes` reach `quorum(timepoint)`.
    function _isQuorum(uint256 votes, uint256 timepoint) internal view virtual returns (bool);

    function _quorumReached(uint256 proposalId) internal view override returns (bool) {
        return _tallies[proposalId].hasQuorum();
    }

    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        Tally tally = _tallies[proposalId];
        return tally.votesOf(FOR) > tally.votesOf(AGAINST);
    }
}
