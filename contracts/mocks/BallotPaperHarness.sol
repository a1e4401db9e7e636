// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {BallotPaper} from "../libraries/BallotPaper.sol";

/// @notice Exposes the library `BallotPaper` to tests, with calldata arguments.
contract BallotPaperHarness {
    function hash(
        uint256[] calldata proposalIds,
        uint8[] calldata support,
        address voter,
        uint256 nonce
    ) external pure returns (bytes32) {
        return BallotPaper.hash(proposalIds, support, voter, nonce);
    }
}
