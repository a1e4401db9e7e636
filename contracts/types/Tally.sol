// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The votes on one proposal, packed into one word.
/// @dev bit 255      : the quorum was reached
///      bit 254      : the quorum was reached so late that the deadline was extended
///      bits 168-251 : abstain votes
///      bits 84-167  : for votes
///      bits 0-83    : against votes
///
/// A lane holds up to 2**84 - 1 base units, which is 19.3 million votes with 18 decimals.
type Tally is uint256;

/// @dev Maximum votes in one lane of a `Tally`, in base units.
uint256 constant MAX_TALLY_VOTES = (1 << 84) - 1;

/// @notice Thrown when the votes for one option would exceed one lane of the tally.
/// @param support The option: 0 against, 1 for, 2 abstain.
/// @param votes Votes for this option so far, in base units.
/// @param weight Votes to be added, in base units.
error TallyOverflow(uint8 support, uint256 votes, uint256 weight);

using {add, votesOf, hasQuorum, withQuorum, isExtended} for Tally global;

/// @notice Adds votes to an option.
/// @dev Reverts with `TallyOverflow` rather than carry into the next lane.
/// @param support 0 against, 1 for, 2 abstain. The caller checks the range.
/// @param weight Votes in base units.
/// @return The new tally.
function add(Tally self, uint8 support, uint256 weight) pure returns (Tally) {
    uint256 votes = self.votesOf(support);
    // The first comparison ensures that the sum in the second does not overflow.
    if (weight > MAX_TALLY_VOTES || votes + weight > MAX_TALLY_VOTES) revert TallyOverflow(support, votes, weight);
    return Tally.wrap(Tally.unwrap(self) + (weight << (uint256(support) * 84)));
}

/// @notice Returns the votes for an option, in base units.
/// @param support 0 against, 1 for, 2 abstain.
function votesOf(Tally self, uint8 support) pure returns (uint256) {
    return (Tally.unwrap(self) >> (uint256(support) * 84)) & MAX_TALLY_VOTES;
}

/// @notice Returns whether the quorum was reached.
function hasQuorum(Tally self) pure returns (bool) {
    return Tally.unwrap(self) >> 255 != 0;
}

/// @notice Returns whether the quorum was reached so late that the deadline was extended.
function isExtended(Tally self) pure returns (bool) {
    return (Tally.unwrap(self) >> 254) & 1 != 0;
}

/// @notice Returns the tally marked as having reached the quorum.
/// @param extended Whether it was reached so late that the deadline is extended.
function withQuorum(Tally self, bool extended) pure returns (Tally) {
    return Tally.wrap(Tally.unwrap(self) | (uint256(extended ? 3 : 2) << 254));
}
