// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signature
/// @notice Signatures by a key, or by a smart wallet (ERC-1271).
library Signature {
    /// @notice Whether the signer signed the digest.
    /// @dev The key first: asking whether the signer has code would cost every signer 2,600 gas. So the key of an
    /// account that has code (EIP-7702) keeps signing.
    function isValid(address signer, bytes32 digest, bytes memory signature) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError fault, ) = ECDSA.tryRecover(digest, signature);
        if (fault == ECDSA.RecoverError.NoError && recovered == signer) return true;
        return SignatureChecker.isValidERC1271SignatureNow(signer, digest, signature);
    }
}
