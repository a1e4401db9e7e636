// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title BallotPaper
/// @notice EIP-712 struct hash of a ballot paper, which votes on several proposals with one signature.
library BallotPaper {
    bytes32 internal constant TYPEHASH = keccak256(
        "BallotPaper(uint256[] proposalIds,uint8[] support,address voter,uint256 nonce)"
    );

    /// @notice Returns the struct hash, without the domain.
    /// @param proposalIds Proposals voted on.
    /// @param support One choice per proposal: 0 against, 1 for, 2 abstain.
    /// @param voter Account that signs.
    /// @param nonce `nonces(voter)` of ServiceDAO when the voter signs.
    /// @return The struct hash.
    function hash(
        uint256[] calldata proposalIds,
        uint8[] calldata support,
        address voter,
        uint256 nonce
    ) internal pure returns (bytes32) {
        // EIP-712 hashes an array as the concatenation of its elements, padded to 32 bytes. `encodePacked` pads them
        // alike.
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
