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
/// @notice Counts votes against, for and abstain, with one word per proposal and one bit per voter and proposal.
/// @dev Requires sequential proposal ids, so that the bits of one voter share words.
///
/// The vote that reaches the quorum records this in the tally. It stays true, because votes only grow and `quorum`
/// refers to the snapshot. `state`, `queue` and `execute` therefore do not compute it again.
abstract contract GovernorCountingPacked is IServiceDAO, GovernorPreventLateQuorum {
    using BitMaps for BitMaps.BitMap;

    /// @notice Supported vote types, with the values of Governor Bravo.
    enum VoteType {
        Against,
        For,
        Abstain
    }

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

    // Views

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
        return (
            tally.votesOf(uint8(VoteType.Against)),
            tally.votesOf(uint8(VoteType.For)),
            tally.votesOf(uint8(VoteType.Abstain))
        );
    }

    /// @inheritdoc IServiceDAO
    function quorumReached(uint256 proposalId) external view returns (bool) {
        return _quorumReached(proposalId);
    }

    /// @inheritdoc Governor
    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256) {
        // Skip the lookup of an extension for most proposals. Every vote reads the tally anyway.
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

    /// @dev A pending proposal is not skipped, so that `_castVote` rejects it.
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
        if (support > uint8(VoteType.Abstain)) revert GovernorInvalidVoteType();
        if (hasVoted(proposalId, account)) revert GovernorAlreadyCastVote(account);
        _voted[account].set(proposalId);

        Tally tally = _tallies[proposalId].add(support, totalWeight);
        // A vote against does not count toward the quorum.
        if (support != uint8(VoteType.Against) && !tally.hasQuorum() && _isQuorum(tally, proposalId)) {
            // `_tallyUpdated` compares the same to set the deadline. Invariant 17 checks that they agree.
            bool late = clock() + lateQuorumVoteExtension() > proposalDeadline(proposalId);
            tally = tally.withQuorum(late);
        }
        _tallies[proposalId] = tally;
        return totalWeight;
    }

    /// @dev OpenZeppelin stores a new deadline whenever the quorum is reached. Here it is stored only if it is later.
    function _tallyUpdated(uint256 proposalId) internal virtual override {
        if (_tallies[proposalId].isExtended()) super._tallyUpdated(proposalId);
    }

    function _isQuorum(Tally tally, uint256 proposalId) private view returns (bool) {
        return
            _isQuorum(
                tally.votesOf(uint8(VoteType.For)) + tally.votesOf(uint8(VoteType.Abstain)),
                proposalSnapshot(proposalId)
            );
    }

    /// @dev Returns whether `votes` reach `quorum(timepoint)`.
    function _isQuorum(uint256 votes, uint256 timepoint) internal view virtual returns (bool);

    function _quorumReached(uint256 proposalId) internal view override returns (bool) {
        return _tallies[proposalId].hasQuorum();
    }

    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        Tally tally = _tallies[proposalId];
        return tally.votesOf(uint8(VoteType.For)) > tally.votesOf(uint8(VoteType.Against));
    }
}
