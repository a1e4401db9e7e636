// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Deal} from "../types/Deal.sol";
import {Mandate} from "../types/Mandate.sol";
import {Terms} from "../types/Terms.sol";

/// @title DealHash
/// @notice EIP-712 struct hashes of what the parties of the hub sign, without the domain.
/// @dev The packed terms are signed as separate named fields, so that wallets show them. Addresses are hashed as they
/// are in calldata: an address with more than 160 bits gives a different hash, and reading it reverts.
library DealHash {
    // Hashed directly from calldata. Every call does this, and a struct in memory would cost more gas.
    // solhint-disable no-inline-assembly

    bytes32 internal constant DEAL_TYPEHASH = keccak256(
        "Deal(address payer,address payee,address arbiter,uint96 price,uint32 period,uint40 start,uint40 deadline,"
        "uint32 window,uint16 feeBps,bytes32 ref)"
    );

    bytes32 internal constant QUOTE_TYPEHASH = keccak256(
        "Quote(Deal deal)"
        "Deal(address payer,address payee,address arbiter,uint96 price,uint32 period,uint40 start,uint40 deadline,"
        "uint32 window,uint16 feeBps,bytes32 ref)"
    );

    bytes32 internal constant RELEASE_TYPEHASH = keccak256(
        "Release(Deal deal,uint96 total)"
        "Deal(address payer,address payee,address arbiter,uint96 price,uint32 period,uint40 start,uint40 deadline,"
        "uint32 window,uint16 feeBps,bytes32 ref)"
    );

    bytes32 internal constant MANDATE_TYPEHASH = keccak256(
        "Mandate(address payer,address payee,uint96 limit,uint32 period,uint40 start,uint40 end,uint16 feeBps,"
        "bytes32 ref)"
    );

    /// @notice Returns the hash that the payer signs for `openSigned`, which is also the deal's id.
    /// @param deal The deal.
    /// @return The struct hash.
    function hash(Deal calldata deal) internal pure returns (bytes32) {
        uint256 payer;
        assembly ("memory-safe") {
            payer := calldataload(deal)
        }
        return _hash(deal, payer);
    }

    /// @notice Returns the hash of the deal with the payer set to zero, which is also the id of a quote.
    /// @param deal The deal. Its payer is ignored.
    /// @return The struct hash.
    function hashForAnyPayer(Deal calldata deal) internal pure returns (bytes32) {
        return _hash(deal, 0);
    }

    /// @notice Returns the hash that the payee signs as a quote.
    /// @param dealHash Result of `hashForAnyPayer`.
    /// @return The struct hash.
    function hashQuote(bytes32 dealHash) internal pure returns (bytes32) {
        return keccak256(abi.encode(QUOTE_TYPEHASH, dealHash));
    }

    /// @notice Returns the hash that the payer signs for `releaseSigned`.
    /// @param dealHash Result of `hash` for the order.
    /// @param total Base units that the payee may have received in all.
    /// @return The struct hash.
    function hashRelease(bytes32 dealHash, uint96 total) internal pure returns (bytes32) {
        return keccak256(abi.encode(RELEASE_TYPEHASH, dealHash, total));
    }

    /// @notice Returns the hash that the payer signs to accept a mandate, which is also the mandate's id.
    /// @param mandate The mandate.
    /// @return result The struct hash.
    function hash(Mandate calldata mandate) internal pure returns (bytes32 result) {
        bytes32 typehash = MANDATE_TYPEHASH;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            calldatacopy(add(free, 0x20), mandate, 0x100)
            result := keccak256(free, 0x120)
        }
    }

    function _hash(Deal calldata deal, uint256 payer) private pure returns (bytes32 result) {
        bytes32 typehash = DEAL_TYPEHASH;
        Terms terms = deal.terms;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, typehash)
            mstore(add(free, 0x20), payer)
            calldatacopy(add(free, 0x40), add(deal, 0x20), 0x40)
            mstore(add(free, 0x80), shr(160, terms))
            mstore(add(free, 0xa0), and(shr(128, terms), 0xffffffff))
            mstore(add(free, 0xc0), and(shr(88, terms), 0xffffffffff))
            mstore(add(free, 0xe0), and(shr(48, terms), 0xffffffffff))
            mstore(add(free, 0x100), and(shr(16, terms), 0xffffffff))
            mstore(add(free, 0x120), and(terms, 0xffff))
            mstore(add(free, 0x140), calldataload(add(deal, 0x80)))
            result := keccak256(free, 0x160)
        }
    }
}
