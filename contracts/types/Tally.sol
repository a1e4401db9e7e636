// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The whole count of one proposal in one word.
/// @dev bit 255      : quorum has been reached
///      bit 254      : quorum was reached so late that the deadline moved
///      bits 168-251 : abstain votes
///      bits 84-167  : for votes
///      bits 0-83    : against votes
///      A lane holds up to 2**84 - 1 base units, which is 19.3 million votes of 18 decimals.
type Tally is uint256;

/// @dev Votes that one lane of a `Tally` can hold, in base units.
uint256 constant MAX_TALLY_VOTES = (1 << 84) - 1;

/// @notice Adding `weight` to `votes` of the option `support` would exceed one lane of the tally.
error TallyOverflow(uint8 support, uint256 votes, uint256 weight);

using {add, votesOf, hasQuorum, withQuorum, isExtended} for Tally global;

/// @notice Adds votes to an option, exactly.
/// @param support 0 against, 1 for, 2 abstain. The caller checks the range.
/// @param weight Votes in base units.
/// @return The new tally. Reverts with `TallyOverflow` rather than carry into the next lane.
function add(Tally self, uint8 support, uint256 weight) pure returns (Tally) {
    uint256 votes = self.votesOf(support);
    // The first bound keeps the sum of the second from wrapping.
    if (weight > MAX_TALLY_VOTES || votes + weight > MAX_TALLY_VOTES) revert TallyOverflow(support, votes, weight);
    return Tally.wrap(Tally.unwrap(self) + (weight << (uint256(support) * 84)));
}

/// @notice Votes of an option, in base units.
/// @param support 0 against, 1 for, 2 abstain.
function votesOf(Tally self, uint8 support) pure returns (uint256) {
    return (Tally.unwrap(self) >> (uint256(support) * 84)) & MAX_TALLY_VOTES;
}

/// @notice Whether `withQuorum` was applied.
function hasQuorum(Tally self) pure returns (bool) {
    return Tally.unwrap(self) >> 255 != 0;
}

/// @notice Whether quorum was reached so late that the deadline moved.
function isExtended(Tally self) pure returns (bool) {
    return (Tally.unwrap(self) >> 254) & 1 != 0;
}

/// @notice The same tally, marked as having reached quorum.
/// @param extended Whether that was so late that the deadline moves.
function withQuorum(Tally self, bool extended) pure returns (Tally) {
    return Tally.wrap(Tally.unwrap(self) | (uint256(extended ? 3 : 2) << 254));
}
