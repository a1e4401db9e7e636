// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signature
/// @notice Checks signatures by a key or by a smart wallet (ERC-1271).
library Signature {
    /// @notice Returns whether the signer signed the digest.
    /// @dev The key is checked first, because checking whether the signer has code would cost every signer 2,600 gas.
    /// The key of a delegated EOA (EIP-7702) therefore stays valid. Recovery from a malformed signature returns zero,
    /// which is not accepted as a signer.
    /// @param signer Account that must have signed.
    /// @param digest EIP-712 digest.
    /// @param signature ECDSA signature of 65 bytes, or whatever the smart wallet requires.
    /// @return Whether the signature is valid.
    function isValid(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (address recovered, , ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (_isKey(recovered, signer)) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }

    /// @notice Returns whether the signer signed the digest, for a signature in three parts.
    /// @dev A smart wallet receives the parts as 65 bytes: `r, s, v`.
    /// @param signer Account that must have signed.
    /// @param digest EIP-712 digest.
    /// @param v Recovery id of the signature.
    /// @param r First half of the signature.
    /// @param s Second half of the signature.
    /// @return Whether the signature is valid.
    function isValid(address signer, bytes32 digest, uint8 v, bytes32 r, bytes32 s) internal view returns (bool) {
        (address recovered, , ) = ECDSA.tryRecover(digest, v, r, s);
        if (_isKey(recovered, signer)) return true;
        return SignatureChecker.isValidERC1271SignatureNow(signer, digest, abi.encodePacked(r, s, v));
    }

    function _isKey(address recovered, address signer) private pure returns (bool) {
        return recovered == signer && recovered != address(0);
    }
}
