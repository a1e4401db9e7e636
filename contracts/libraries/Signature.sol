// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signature
/// @notice Signatures by a key, or by a smart wallet (ERC-1271).
library Signature {
    /// @notice Whether the signer signed the digest.
    /// @dev The key first: asking whether the signer has code would cost every signer 2,600 gas. So the key of an
    /// account that has code (EIP-7702) keeps signing. Of what is no signature of a key, zero is recovered, who signs nothing.
    function isValid(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (address recovered, , ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (_isKey(recovered, signer)) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }

    /// @notice The same for a signature in three parts. A smart wallet gets them as 65 bytes: `r, s, v`.
    function isValid(address signer, bytes32 digest, uint8 v, bytes32 r, bytes32 s) internal view returns (bool) {
        (address recovered, , ) = ECDSA.tryRecover(digest, v, r, s);
        if (_isKey(recovered, signer)) return true;
        return SignatureChecker.isValidERC1271SignatureNow(signer, digest, abi.encodePacked(r, s, v));
    }

    function _isKey(address recovered, address signer) private pure returns (bool) {
        return recovered == signer && recovered != address(0);
    }
}
