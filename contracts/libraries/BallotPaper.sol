// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title BallotPaper
/// @notice EIP-712 struct hash of a ballot paper: one signature that votes on several proposals.
library BallotPaper {
    bytes32 internal constant TYPEHASH = keccak256(
        "BallotPaper(uint256[] proposalIds,uint8[] support,address voter,uint256 nonce)"
    );

    /// @notice The struct hash, before the domain is mixed in.
    /// @param proposalIds Proposals voted on.
    /// @param support One support per proposal: 0 against, 1 for, 2 abstain.
    /// @param voter Account that signs.
    /// @param nonce `nonces(voter)` of ServiceDAO at signing.
    function hash(
        uint256[] calldata proposalIds,
        uint8[] calldata support,
        address voter,
        uint256 nonce
    ) internal pure returns (bytes32) {
        // EIP-712 hashes an array as its elements of 32 bytes each in a row, which is how both arrays are packed.
        return
            keccak256(
                abi.encode(
                    TYPEHASH,
                    keccak256(abi.encodePacked(proposalIds)),
                    keccak256(abi.encodePacked(support)),
                    voter,
                    nonce
                )
            );
    }
}
